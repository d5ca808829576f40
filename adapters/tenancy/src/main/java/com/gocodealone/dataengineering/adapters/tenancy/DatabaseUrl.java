package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Server;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/** Where a database is and how to log in. Immutable. Never prints the password. */
record DatabaseUrl(
        Server server,
        String servers,
        String database,
        @Nullable String user,
        @Nullable String password,
        String parameters) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:jdbc:)?(?<scheme>postgres|postgresql|mysql|mariadb)://(?:(?<user>[^/?#:]*)(?::(?<password>[^/?#]*))?@)?"
                        + "(?<servers>[^/?#@]+)(?:/(?<database>[^?#]*))?(?:\\?(?<parameters>[^#]*))?");

    static final int CONNECT_SECONDS = 10;

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
                            + " is not of the form postgres://user:password@host:port/database or"
                            + " mysql://user:password@host:port/database"
                            + " (write a special character of a password as %XX, for example @ as"
                            + " %40)");
        }
        String user = decoded(form.group("user"));
        Server server =
                form.group("scheme").startsWith("postgres") ? Server.POSTGRESQL : Server.MYSQL;
        String database = text(decoded(form.group("database")));
        boolean named = !database.isEmpty() || server == Server.MYSQL;
        return new DatabaseUrl(
                server,
                form.group("servers"),
                named ? database : String.valueOf(user),
                user,
                decoded(form.group("password")),
                text(form.group("parameters")));
    }

    private static @Nullable String decoded(@Nullable String text) {
        return text == null
                ? null
                : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String text(@Nullable String found) {
        return found == null ? "" : found;
    }

    /** The same server and login with another database. */
    DatabaseUrl of(String other) {
        return new DatabaseUrl(server, servers, other, user, password, parameters);
    }

    /** Opens connections, without a pool. */
    DataSource source() {
        return Dialect.of(server).source(this);
    }

    @Override
    public String toString() {
        return servers + "/" + database;
    }
}
