package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.KilledReaderContract;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;

/** Nothing of PostgreSQL is lost. */
final class KilledReaderTest extends KilledReaderContract {
    @Override
    protected TestDatabase start() {
        return TestServer.start();
    }
}
