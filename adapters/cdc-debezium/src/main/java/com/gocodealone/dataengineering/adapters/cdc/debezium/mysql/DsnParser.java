package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code mysql://user:secret@host:3306/shop}, the same with {@code mariadb://} and with
 * {@code jdbc:} before it, and {@code user:secret@tcp(host:3306)/shop} as the Go driver has it.
 * Used once.
 */
final class DsnParser {
    private static final int DEFAULT_PORT = 3306;
    private static final Pattern URL =
            Pattern.compile("(?:jdbc:)?(?:mysql|mariadb)://(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern GO =
            Pattern.compile("(.*)@([a-z0-9]*)\\((.*)\\)/([^/?]*)(?:\\?(.*))?");
    private static final Pattern SERVER = Pattern.compile("(\\[[^\\]]*]|[^:]*)(?::(.*))?");
    private static final String FORMS =
            "connection is not of the form mysql://user:secret@host:3306/shop,"
                    + " mariadb://user:secret@host:3306/shop or user:secret@tcp(host:3306)/shop";

    private final String text;
    private final Map<String, String> parameters = new HashMap<>();

    DsnParser(String text) {
        this.text = text;
    }

    Dsn parse() {
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return ofUrl(url.group(1));
        }
        Matcher go = GO.matcher(text);
        if (go.matches()) {
            return ofGo(go);
        }
        throw invalid(FORMS);
    }

    /** Everything in a URL may be percent-encoded; jdbc: has the login among the parameters. */
    private Dsn ofUrl(String rest) {
        int query = rest.lastIndexOf('@') > rest.indexOf('?') ? -1 : rest.indexOf('?');
        if (query >= 0) {
            readParameters(rest.substring(query + 1));
        }
        String place = query < 0 ? rest : rest.substring(0, query);
        int at = place.lastIndexOf('@');
        String login = at < 0 ? "" : place.substring(0, at);
        String server = place.substring(at + 1);
        int slash = server.indexOf('/');
        String database = slash < 0 ? "" : server.substring(slash + 1);
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? null : decoded(login.substring(colon + 1));
        return complete(
                slash < 0 ? server : server.substring(0, slash),
                user.isEmpty() ? parameters.getOrDefault("user", "") : user,
                password == null ? parameters.get("password") : password,
                decoded(database));
    }

    /** Nothing before the question mark is encoded here. */
    private Dsn ofGo(Matcher go) {
        if (!go.group(2).equals("tcp")) {
            throw invalid("connection: only tcp(host:port) can be reached, and this is another");
        }
        if (go.group(5) != null) {
            readParameters(go.group(5));
        }
        String login = go.group(1);
        int colon = login.indexOf(':');
        return complete(
                go.group(3),
                colon < 0 ? login : login.substring(0, colon),
                colon < 0 ? null : login.substring(colon + 1),
                go.group(4));
    }

    private Dsn complete(String server, String user, @Nullable String password, String database) {
        if (server.contains(",")) {
            throw invalid("connection names several servers; a binary log is read from one");
        }
        Matcher parts = SERVER.matcher(server);
        if (!parts.matches() || parts.group(1).isEmpty()) {
            throw invalid(FORMS);
        }
        if (user.isEmpty()) {
            throw invalid("connection names no user");
        }
        return new Dsn(
                parts.group(1),
                port(parts.group(2)),
                user,
                password,
                database.isEmpty() ? null : database,
                parameters);
    }

    private static int port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_PORT;
        }
        boolean number = text.matches("\\d{1,5}");
        int port = number ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            // It may be the rest of a password that is not percent-encoded.
            throw invalid("connection: what stands where the port belongs is not a port");
        }
        return port;
    }

    private void readParameters(String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = decoded(pair.substring(0, equals)).toLowerCase(Locale.ROOT);
                parameters.put(name, decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("connection: a % is not followed by two digits; write %25 for a percent");
        }
    }

    private static Failure invalid(String fact) {
        return Refusals.invalid(fact, null);
    }
}
