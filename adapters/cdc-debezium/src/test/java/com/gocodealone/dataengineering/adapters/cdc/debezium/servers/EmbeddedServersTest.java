package com.gocodealone.dataengineering.adapters.cdc.debezium.servers;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;

import java.util.stream.Stream;

/** The servers that come with the build. */
final class EmbeddedServersTest extends ServerContract {
    @Override
    Stream<String> servers() {
        return Stream.of("postgres", "mariadb", "mysql");
    }

    @Override
    TestDatabase start(String server) {
        return switch (server) {
            case "postgres" ->
                    com.gocodealone.dataengineering.adapters.cdc.debezium.postgres.TestServer
                            .start();
            case "mariadb" ->
                    com.gocodealone.dataengineering.adapters.cdc.debezium.mysql.TestServer
                            .mariaDb();
            default ->
                    com.gocodealone.dataengineering.adapters.cdc.debezium.mysql.TestServer
                            .likeMySql();
        };
    }
}
