package com.gocodealone.dataengineering.adapters.cdc.debezium.servers;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;

import java.util.stream.Stream;

/**
 * Servers of many versions, in containers: with {@code -Ddocker=true}, which wants a Docker; else
 * they are skipped.
 */
final class ContainerServersTest extends ServerContract {
    private static final System.Logger LOG = System.getLogger(ContainerServersTest.class.getName());

    @Override
    Stream<String> servers() {
        return Stream.of(
                "mysql:8.0",
                "mysql:8.4",
                "mysql:8.4 gtid",
                "postgres:14",
                "postgres:15",
                "postgres:16",
                "postgres:17",
                "postgres:18");
    }

    @Override
    TestDatabase start(String server) {
        return ContainerDatabase.start(server);
    }

    @BeforeAll
    static void wantDocker() {
        if (!Boolean.getBoolean("docker")) {
            String skipped =
                    "SKIPPED: MySQL 8.0 and 8.4 and PostgreSQL 14 to 18 in containers; where there"
                            + " is a Docker, -Ddocker=true tests them";
            LOG.log(System.Logger.Level.WARNING, skipped);
            Assumptions.abort(skipped);
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("-Ddocker=true, and there is no Docker that answers");
        }
    }
}
