package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a database is and how to log in. Immutable. Never prints the password. */
record DatabaseUrl(
        String servers,
        String database,
        @Nullable String user,
        @Nullable String password,
        String parameters) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:postgres|postgresql|jdbc:postgresql)://(?:(?<user>[^/?#:]*)(?::(?<password>[^/?#]*))?@)?"
                        + "(?<servers>[^/?#@]+)(?:/(?<database>[^?#]*))?(?:\\?(?<parameters>[^#]*))?");

    /** What libpq calls otherwise than the driver. */
    private static final Map<String, String> RENAMED =
            Map.of(
                    "connect_timeout=", "connectTimeout=",
                    "application_name=", "ApplicationName=",
                    "target_session_attrs=", "targetServerType=",
                    "channel_binding=", "channelBinding=");

    private static final int CONNECT_SECONDS = 10;

    /**
     * Reads {@code text}, which a user gave as {@code key}.
     *
     * @throws Failure INVALID with a sentence that holds no part of a secret
     */
    static DatabaseUrl parse(String key, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    key
                            + " is not of the form postgres://user:password@host:port/database"
                            + " (write a special character of a password as %XX, for example @ as"
                            + " %40)");
        }
        String user = decoded(form.group("user"));
        String database = decoded(form.group("database"));
        return new DatabaseUrl(
                form.group("servers"),
                database == null || database.isEmpty() ? String.valueOf(user) : database,
                user,
                decoded(form.group("password")),
                renamed(form.group("parameters")));
    }

    private static @Nullable String decoded(@Nullable String text) {
        return text == null
                ? null
                : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String renamed(@Nullable String parameters) {
        String names = parameters == null ? "" : parameters;
        for (Map.Entry<String, String> one : RENAMED.entrySet()) {
            names = names.replace(one.getKey(), one.getValue());
        }
        return names;
    }

    /** The same server and login with another database. */
    DatabaseUrl of(String other) {
        return new DatabaseUrl(servers, other, user, password, parameters);
    }

    /**
     * Opens connections, without a pool. Server-side prepared statements are off, so that a pooler
     * between here and the server may give every transaction another session.
     */
    PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setApplicationName("data-engineering");
        source.setTcpKeepAlive(true);
        source.setURL("jdbc:postgresql://%s/%s?%s".formatted(servers, name, parameters));
        source.setPrepareThreshold(0);
        source.setUser(user);
        source.setPassword(password);
        try {
            source.setProperty("stringtype", "unspecified");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return source;
    }

    @Override
    public String toString() {
        return servers + "/" + database;
    }
}
