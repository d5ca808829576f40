package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

/** MariaDB's connector, which goes by GTIDs. */
final class MariaDbTest extends ChangesTest {
    @Override
    TestServer start() {
        return TestServer.mariaDb();
    }

    @Override
    boolean hasGtids() {
        return true;
    }
}
