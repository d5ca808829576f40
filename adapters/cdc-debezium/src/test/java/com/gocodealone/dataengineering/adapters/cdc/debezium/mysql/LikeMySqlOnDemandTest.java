package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

/** MySQL's connector without GTIDs, against a server that only calls itself MySQL. */
final class LikeMySqlOnDemandTest extends OnDemandTest {
    @Override
    TestServer start() {
        return TestServer.likeMySql();
    }
}
