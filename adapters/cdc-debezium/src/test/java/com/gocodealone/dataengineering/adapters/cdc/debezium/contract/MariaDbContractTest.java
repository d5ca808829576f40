package com.gocodealone.dataengineering.adapters.cdc.debezium.contract;

import com.gocodealone.dataengineering.adapters.cdc.debezium.DebeziumProvider;
import com.gocodealone.dataengineering.adapters.cdc.tck.CdcProviderContract;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What every provider promises, on MariaDB. */
final class MariaDbContractTest extends CdcProviderContract {
    @TempDir private static Path folder;

    @Override
    protected CdcProvider provider() {
        return new DebeziumProvider();
    }

    @Override
    protected SourceFixture start() throws Exception {
        return DebeziumFixture.mariaDb(folder);
    }
}
