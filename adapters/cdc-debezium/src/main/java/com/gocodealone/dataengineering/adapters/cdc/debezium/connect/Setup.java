package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.postgres.Dsn;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a source on Kafka Connect says, read and checked, with every name settled. Immutable.
 *
 * @param name of the connector
 */
record Setup(
        SourceSpec source,
        URI connect,
        ConnectOptions options,
        Dsn database,
        String name,
        String topic,
        String group,
        String slot,
        String publication) {

    private static final Pattern SECRET = Pattern.compile("password|jaas|\\.key$");
    private static final int LONGEST_SLOT = 63;

    /** Whether {@code source} names a Kafka Connect cluster. */
    static boolean isOf(SourceSpec source) {
        String connection = source.connection();
        return connection != null && connection.toLowerCase(Locale.ROOT).matches("(?s)https?://.*");
    }

    /**
     * @throws Failure INVALID that says everything that is wrong
     */
    static Setup of(SourceSpec source) {
        Problems problems = new Problems();
        String type = source.sourceType().toLowerCase(Locale.ROOT);
        if (!type.equals("postgres") && !type.equals("postgresql")) {
            problems.add(
                    "source_type \"%s\" is not read through Kafka Connect: only postgres is"
                            .formatted(source.sourceType()));
        }
        URI connect = connect(String.valueOf(source.connection()), problems);
        ConnectOptions options = options(source, problems);
        Dsn database = options == null ? null : database(options.database(), problems);
        problems.throwIfAny();
        if (connect == null || options == null || database == null) {
            throw new IllegalStateException("a problem without a word");
        }
        String made = "workflow-" + source.sourceId().replaceAll("[^A-Za-z0-9._-]", "_");
        String name = or(options.connector(), made);
        String slot = slot(name);
        return new Setup(
                source,
                connect,
                options,
                database,
                name,
                or(options.topic(), name),
                or(options.group(), name),
                or(options.slotName(), slot),
                or(options.publicationName(), slot));
    }

    private static String or(@Nullable String chosen, String otherwise) {
        return chosen == null ? otherwise : chosen;
    }

    /** Where that changes the name, a sum of it follows: no two connectors share a slot. */
    private static String slot(String name) {
        String slot = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        if (slot.length() <= LONGEST_SLOT && slot.equals(name.replace('-', '_'))) {
            return slot;
        }
        CRC32C sum = new CRC32C();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String tail = "_" + HexFormat.of().toHexDigits((int) sum.getValue());
        int room = LONGEST_SLOT - tail.length();
        return (slot.length() > room ? slot.substring(0, room) : slot) + tail;
    }

    private static @Nullable URI connect(String connection, Problems problems) {
        try {
            URI uri = new URI(connection.replaceAll("/+$", ""));
            if (uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
            problems.add(
                    "connection is not a URL of Kafka Connect such as http://connect:8083: a user"
                            + " goes into options.username and options.password");
        } catch (URISyntaxException e) {
            problems.add("connection is not a URL of Kafka Connect such as http://connect:8083");
        }
        return null;
    }

    private static @Nullable ConnectOptions options(SourceSpec source, Problems problems) {
        try {
            return source.options().as(ConnectOptions.class);
        } catch (Failure failure) {
            problems.add("options: " + failure.fact());
            return null;
        }
    }

    private static @Nullable Dsn database(String text, Problems problems) {
        try {
            Dsn dsn = Dsn.parse(text);
            if (dsn.hosts().size() > 1) {
                problems.add("options.database names several hosts: a connector knows one");
            }
            return dsn;
        } catch (Failure failure) {
            problems.add("options.database: " + failure.fact());
            return null;
        }
    }

    /** {@code text} without the secrets that this knows. */
    String redact(String text) {
        String redacted = hide(database.redact(text), options.password());
        redacted = hide(redacted, options.kafkaPassword());
        for (Map.Entry<String, String> property : options.kafka().entrySet()) {
            if (SECRET.matcher(property.getKey()).find()) {
                redacted = hide(redacted, property.getValue());
            }
        }
        return redacted;
    }

    private static String hide(String text, @Nullable String secret) {
        return secret == null || secret.isEmpty() ? text : text.replace(secret, "***");
    }

    /** Never prints a secret. */
    @Override
    public String toString() {
        return "connector %s at %s".formatted(name, connect);
    }
}
