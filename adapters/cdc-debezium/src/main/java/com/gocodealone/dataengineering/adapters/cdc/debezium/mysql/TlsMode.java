package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** How a connection is encrypted: the words of libpq, and what the drivers call the same. */
enum TlsMode {
    DISABLE("disabled", "disable"),
    /** Encrypted when the server can. */
    PREFER("preferred", "trust"),
    /** Encrypted, whoever the server is. */
    REQUIRE("required", "trust"),
    /** The server's certificate is of an authority that is trusted. */
    VERIFY_CA("verify_ca", "verify-ca"),
    /** And it is the certificate of this host. */
    VERIFY_FULL("verify_identity", "verify-full");

    private final String inMySql;
    private final String inMariaDb;

    TlsMode(String inMySql, String inMariaDb) {
        this.inMySql = inMySql;
        this.inMariaDb = inMariaDb;
    }

    /** As people write it for one client or another; null when no client knows it. */
    static @Nullable TlsMode of(String word) {
        return switch (word.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "disable", "disabled", "false" -> DISABLE;
            case "prefer", "preferred" -> PREFER;
            case "require", "required", "skip-verify", "trust" -> REQUIRE;
            case "verify-ca" -> VERIFY_CA;
            case "verify-full", "verify-identity", "true" -> VERIFY_FULL;
            default -> null;
        };
    }

    boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    /** The driver's word, which is Debezium's too. */
    String word(Flavor flavor) {
        return switch (flavor) {
            case MYSQL -> inMySql;
            case MARIADB -> inMariaDb;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
