package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Who reads the database; a source of any is tortured by the same plan. */
enum Provider {
    DEBEZIUM("data_engineering_"),
    BENTO("bento_"),
    /** Provider debezium on a Kafka Connect, which no engine ends. */
    KAFKA_CONNECT("workflow_");

    private final String prefix;

    Provider(String prefix) {
        this.prefix = prefix;
    }

    /** By its name in {@code provider}. */
    static Provider named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As it is named to be tortured. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is done to it. */
    List<Deed> deeds() {
        return Stream.of(Deed.values())
                .filter(deed -> this == KAFKA_CONNECT || deed != Deed.KILL_WORKER)
                .toList();
    }

    /** The keys of a source that say how its database is reached. */
    Map<String, Object> reach(UnaryOperator<String> environment) {
        String database = environment.apply("TORTURE_DSN");
        if (this != KAFKA_CONNECT) {
            return Map.of("provider", text(), "connection", database);
        }
        return Map.of(
                "provider",
                DEBEZIUM.text(),
                "connection",
                environment.apply("TORTURE_CONNECT"),
                "options",
                Map.of(
                        "bootstrap_servers",
                        environment.apply("TORTURE_KAFKA"),
                        "database",
                        database,
                        "debezium",
                        Map.of(
                                "publication.autocreate.mode",
                                "disabled",
                                // or nothing ends a connection that the network has swallowed
                                "driver.socketTimeout",
                                "20")));
    }

    /** The replication slot, and the publication, of a source. */
    String slot(String sourceId) {
        return prefix + sourceId;
    }

    /** Whether rows can be read again while changes are followed. */
    boolean readsRowsAgain() {
        return this == DEBEZIUM;
    }

    /** Whether it knows which columns a table of MySQL or MariaDB had at a place in the log. */
    boolean remembersColumns() {
        return this == DEBEZIUM;
    }
}
