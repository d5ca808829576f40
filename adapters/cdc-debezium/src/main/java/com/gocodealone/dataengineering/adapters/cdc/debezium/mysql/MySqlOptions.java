package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.SnapshotMode;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The options of a source that is MySQL or MariaDB. */
record MySqlOptions(
        @Doc("The number by which the server knows this reader; by default made of the source's id")
                @Nullable Long serverId,
        @Doc(
                        "What is read before the changes: the rows that are there (initial), these"
                            + " and no changes (initial_only), nothing (never), or the rows also"
                            + " when changes were lost (when_needed)")
                @Default("initial")
                SnapshotMode snapshotMode,
        @Doc("How long to wait for the server to answer") @Default("10s") Duration connectTimeout,
        @Doc(
                        "How often a server with nothing to send shows that it is there; silent for"
                                + " longer, it counts as lost")
                @Default("10s")
                Duration keepaliveInterval,
        @Doc(
                        "How to encrypt: disable, prefer, require, verify-ca or verify-full, unless"
                                + " the connection says so; prefer when unset")
                @Nullable String sslmode,
        @Doc("File of the root certificates (PEM)") @Nullable String sslrootcert,
        @Doc("File of the client's certificate (PEM)") @Nullable String sslcert,
        @Doc("File of the client's key (PKCS-8, PEM or DER)") @Nullable String sslkey,
        @Doc("Password of the client's key") @Sensitive @Nullable String sslpassword,
        @Doc("Debezium's own properties, handed on as they are") Map<String, String> debezium) {

    private static final long MAX_SERVER_ID = (1L << 32) - 1;
    private static final List<String> MODE_PARAMETERS =
            List.of("sslmode", "ssl-mode", "ssl_mode", "tls");
    private static final List<String> ROOT_PARAMETERS =
            List.of("sslrootcert", "ssl-ca", "ssl_ca", "serversslcert");
    private static final List<String> CERTIFICATE_PARAMETERS =
            List.of("sslcert", "ssl-cert", "ssl_cert");
    private static final List<String> KEY_PARAMETERS = List.of("sslkey", "ssl-key", "ssl_key");

    MySqlOptions {
        Problems problems = new Problems();
        if (serverId != null && (serverId < 1 || serverId > MAX_SERVER_ID)) {
            problems.add("server_id %d is not between 1 and %d".formatted(serverId, MAX_SERVER_ID));
        }
        checkAtLeastOneSecond("connect_timeout", connectTimeout, problems);
        checkAtLeastOneSecond("keepalive_interval", keepaliveInterval, problems);
        EngineSettings.check(debezium, MySqlSettings.RESERVED, problems);
        problems.throwIfAny();
    }

    private static void checkAtLeastOneSecond(String key, Duration value, Problems problems) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("%s \"%s\" is shorter than 1s".formatted(key, value));
        }
    }

    /** What {@code dsn} and these say of encryption. */
    Tls tls(Dsn dsn, Problems problems) {
        String word = first(MODE_PARAMETERS, dsn, sslmode);
        TlsMode mode = word == null ? TlsMode.PREFER : TlsMode.of(word);
        if (mode == null) {
            problems.add(
                    "sslmode \"%s\" is not one of disable, prefer, require, verify-ca, verify-full"
                            .formatted(word));
        }
        String root = first(ROOT_PARAMETERS, dsn, sslrootcert);
        checkFile("sslrootcert", root, problems);
        boolean verifies = root != null && (word == null || mode == TlsMode.REQUIRE);
        return new Tls(
                verifies ? TlsMode.VERIFY_CA : Objects.requireNonNullElse(mode, TlsMode.PREFER),
                root,
                client(dsn, problems));
    }

    private Tls.@Nullable Client client(Dsn dsn, Problems problems) {
        String certificate = first(CERTIFICATE_PARAMETERS, dsn, sslcert);
        String key = first(KEY_PARAMETERS, dsn, sslkey);
        checkFile("sslcert", certificate, problems);
        checkFile("sslkey", key, problems);
        if (certificate != null && key != null) {
            return new Tls.Client(certificate, key, sslpassword);
        }
        if (certificate != null || key != null) {
            problems.add("sslcert and sslkey go together, and one of them is missing");
        }
        return null;
    }

    private static void checkFile(String key, @Nullable String file, Problems problems) {
        if (file != null && !new File(file).canRead()) {
            problems.add("%s: there is no readable file %s".formatted(key, file));
        }
    }

    private static @Nullable String first(
            List<String> parameters, Dsn dsn, @Nullable String option) {
        return Stream.concat(
                        parameters.stream().map(name -> dsn.parameters().get(name)),
                        Stream.of(option == null ? "" : option))
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
