package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

/** MySQL's connector without GTIDs, against a server that only calls itself MySQL. */
final class LikeMySqlTest extends ChangesTest {
    @Override
    TestServer start() {
        return TestServer.likeMySql();
    }

    @Override
    boolean hasGtids() {
        return false;
    }
}
