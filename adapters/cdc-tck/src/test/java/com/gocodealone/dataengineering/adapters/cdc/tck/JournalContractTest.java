package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.adapters.cdc.tck.journal.JournalFixture;
import com.gocodealone.dataengineering.adapters.cdc.tck.journal.JournalProvider;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A provider that can do everything, and does nothing wrong. */
final class JournalContractTest extends CdcProviderContract {
    @TempDir private static Path folder;

    @Override
    protected CdcProvider provider() {
        return new JournalProvider();
    }

    @Override
    protected SourceFixture start() throws IOException {
        return JournalFixture.in(folder, Map.of());
    }
}
