package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.Failure;

import org.postgresql.Driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;

/** Makes connections to one database. Immutable, thread-safe. */
final class Database {
    /**
     * Text is the same on every connection, and no limit of the server's ends one; but it lets go
     * of a stream whose other end is silent.
     */
    private static final String SESSION =
            """
            SET TimeZone = 'UTC';
            SET DateStyle = 'ISO, YMD';
            SET IntervalStyle = 'postgres';
            SET bytea_output = 'hex';
            SET xmlbinary = 'base64';
            SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings
            WHERE name IN ('statement_timeout', 'idle_session_timeout', 'transaction_timeout',
                'idle_in_transaction_session_timeout')
            """;

    private static final int MAX_NAME = 63;
    private static final int ROOM_FOR_PURPOSE = 18;

    /** What a connection is for, as {@code pg_stat_activity} shows it. */
    enum Purpose {
        CHECK,
        STREAM,
        READER,
        MONITOR,
        SNAPSHOT,
        HISTORY,
        CATALOG
    }

    private final Dsn dsn;
    private final String name;
    private final String reader;
    private final Duration connectTimeout;
    private final Duration longestSilence;
    private final String session;

    /**
     * @param reader tells the streams of one state from those of another
     */
    Database(Dsn dsn, String sourceId, PostgresOptions options, String reader) {
        this.dsn = dsn;
        this.reader = reader;
        this.connectTimeout = options.connectTimeout();
        this.longestSilence = options.keepaliveTimeout();
        this.session =
                SESSION + "; SET wal_sender_timeout = %d".formatted(longestSilence.toMillis());
        String wanted = dsn.applicationName();
        String full = wanted == null ? "data-engineering " + sourceId : wanted;
        String ascii = full.replaceAll("[^ -~]", "?");
        this.name = ascii.substring(0, Math.min(ascii.length(), MAX_NAME - ROOM_FOR_PURPOSE));
    }

    Dsn dsn() {
        return dsn;
    }

    /** How long the server may be silent. */
    Duration longestSilence() {
        return longestSilence;
    }

    /** The application_name that all connections' names begin with. */
    String name() {
        return name;
    }

    /** The application_name of the connections that streams read with. */
    String streamName() {
        return applicationName(Purpose.STREAM);
    }

    private String applicationName(Purpose purpose) {
        String suffix = purpose == Purpose.STREAM ? " " + reader : "";
        return "%s %s%s".formatted(name, purpose.name().toLowerCase(Locale.ROOT), suffix);
    }

    /**
     * A connection for {@code purpose}.
     *
     * @throws Failure that says in one sentence why there is none
     */
    Connection open(Purpose purpose) {
        try {
            return connect(purpose, new Properties());
        } catch (SQLException e) {
            throw PostgresRefusals.of(e, dsn);
        }
    }

    /**
     * A connection with {@code more} of the driver's properties, on which no answer may take longer
     * than {@link #longestSilence} unless that is changed.
     */
    Connection connect(Purpose purpose, Properties more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", String.valueOf(connectTimeout.toSeconds()));
        properties.setProperty("loginTimeout", String.valueOf(connectTimeout.toSeconds()));
        properties.setProperty("socketTimeout", String.valueOf(longestSilence.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("gssEncMode", "disable");
        properties.putAll(dsn.properties());
        properties.setProperty("socketFactory", WatchfulSockets.class.getName());
        properties.setProperty("socketFactoryArg", WatchfulSockets.argument(longestSilence));
        properties.setProperty("ApplicationName", applicationName(purpose));
        properties.putAll(more);
        Connection connection = new Driver().connect(dsn.url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know this URL");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(session);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }
}
