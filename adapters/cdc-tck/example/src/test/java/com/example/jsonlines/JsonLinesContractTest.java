package com.example.jsonlines;

import com.gocodealone.dataengineering.adapters.cdc.tck.CdcProviderContract;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** What every provider promises. */
class JsonLinesContractTest extends CdcProviderContract {
    @TempDir private static Path folder;

    @Override
    protected CdcProvider provider() {
        return new JsonLinesProvider();
    }

    @Override
    protected SourceFixture start() throws IOException {
        return FolderFixture.in(folder.resolve("log"));
    }
}
