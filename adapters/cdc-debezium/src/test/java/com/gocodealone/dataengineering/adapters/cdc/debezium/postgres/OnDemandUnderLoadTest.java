package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.OnDemandUnderLoadContract;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;

/** Rows that are read on demand, by the transactions that a query sees. */
final class OnDemandUnderLoadTest extends OnDemandUnderLoadContract {
    @Override
    protected TestDatabase start() {
        return TestServer.start();
    }

    @Override
    protected String onConflict() {
        return "ON CONFLICT (id) DO UPDATE SET";
    }
}
