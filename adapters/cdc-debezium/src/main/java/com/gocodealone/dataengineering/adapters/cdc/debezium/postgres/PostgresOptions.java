package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of a source that this provider reads. */
record PostgresOptions(
        @Doc("The replication slot; by default the source's own, made when it is missing")
                @Nullable String slotName,
        @Doc("A publication that exists; by default the source's own, made when it is missing")
                @Nullable String publicationName,
        @Doc(
                        "What is read before the changes: the rows that are there (initial), these"
                            + " and no changes (initial_only), nothing (never), or the rows also"
                            + " when changes were lost (when_needed)")
                @Default("initial")
                SnapshotMode snapshotMode,
        @Doc("How long to wait for the server to answer") @Default("10s") Duration connectTimeout,
        @Doc("Whether standbys keep the slot too, so that it survives a failover; PostgreSQL 17")
                @Default("false")
                boolean failover,
        @Doc(
                        "How often, at most, an empty message is committed so that the server can"
                                + " drop log that only others wrote; 0s for never")
                @Default("10s")
                Duration heartbeatInterval,
        @Doc("How long the server may be silent until its connection counts as lost")
                @Default("30s")
                Duration keepaliveTimeout,
        @Doc("How to encrypt, as libpq names it, unless the connection says so; prefer when unset")
                @Nullable String sslmode,
        @Doc("File of the root certificates (PEM)") @Nullable String sslrootcert,
        @Doc("File of the client's certificate (PEM)") @Nullable String sslcert,
        @Doc("File of the client's key (PKCS-8 DER, PKCS-12 or PEM)") @Nullable String sslkey,
        @Doc("Password of the client's key") @Sensitive @Nullable String sslpassword,
        @Doc("Debezium's own properties, handed on as they are") Map<String, String> debezium) {

    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Pattern PUBLICATION = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final Duration SHORTEST_KEEPALIVE = Duration.ofSeconds(2);

    PostgresOptions {
        Problems problems = new Problems();
        if (slotName != null && !SLOT.matcher(slotName).matches()) {
            problems.add(
                    "slot_name \"%s\" is not 1 to 63 of the characters a-z, 0-9 and _"
                            .formatted(slotName));
        }
        if (publicationName != null && !PUBLICATION.matcher(publicationName).matches()) {
            problems.add(
                    "publication_name \"%s\" is not 1 to 63 of the characters a-z, 0-9 and _"
                            .formatted(publicationName));
        }
        if (connectTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("connect_timeout \"%s\" is shorter than 1s".formatted(connectTimeout));
        }
        if (keepaliveTimeout.compareTo(SHORTEST_KEEPALIVE) < 0) {
            problems.add("keepalive_timeout \"%s\" is shorter than 2s".formatted(keepaliveTimeout));
        }
        EngineSettings.check(debezium, PostgresSettings.RESERVED, problems);
        problems.throwIfAny();
    }

    /** The TLS options in the driver's words, checked. */
    Map<String, String> tls(Problems problems) {
        Map<String, String> parameters = new HashMap<>();
        put(parameters, "sslmode", sslmode);
        put(parameters, "sslrootcert", sslrootcert);
        put(parameters, "sslcert", sslcert);
        put(parameters, "sslkey", sslkey);
        put(parameters, "sslpassword", sslpassword);
        Tls.complete(parameters, problems);
        return parameters;
    }

    private static void put(Map<String, String> parameters, String key, @Nullable String value) {
        if (value != null) {
            parameters.put(key, value);
        }
    }
}
