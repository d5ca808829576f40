package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.KilledReaderContract;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;

/** Nothing of MariaDB is lost. */
final class KilledReaderTest extends KilledReaderContract {
    @Override
    protected TestDatabase start() {
        return TestServer.mariaDb();
    }
}
