package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Where a server is and how to log in. Immutable. Never prints the password.
 *
 * @param host an IPv6 address keeps its brackets
 * @param database null when none is named
 * @param parameters what stands behind the question mark, by its name in lower case
 */
record Dsn(
        String host,
        int port,
        String user,
        @Nullable String password,
        @Nullable String database,
        Map<String, String> parameters) {
    Dsn {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code text}, in one of the forms that people write.
     *
     * @throws Failure INVALID with a sentence that holds no part of a secret
     */
    static Dsn parse(String text) {
        return new DsnParser(text.strip()).parse();
    }

    String server() {
        return host + ":" + port;
    }

    /** {@code text} without the password. */
    String redact(String text) {
        return password == null || password.isEmpty() ? text : text.replace(password, "***");
    }

    @Override
    public String toString() {
        return database == null ? server() : server() + "/" + database;
    }
}
