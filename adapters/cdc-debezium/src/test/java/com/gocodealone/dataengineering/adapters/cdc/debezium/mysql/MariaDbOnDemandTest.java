package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

/** MariaDB's connector, which goes by GTIDs. */
final class MariaDbOnDemandTest extends OnDemandTest {
    @Override
    TestServer start() {
        return TestServer.mariaDb();
    }
}
