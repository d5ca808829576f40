package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.OnDemandUnderLoadContract;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;

/** Rows that are read on demand, under locks. */
final class MariaDbUnderLoadTest extends OnDemandUnderLoadContract {
    @Override
    protected TestDatabase start() {
        return TestServer.mariaDb();
    }

    @Override
    protected String onConflict() {
        return "ON DUPLICATE KEY UPDATE";
    }
}
