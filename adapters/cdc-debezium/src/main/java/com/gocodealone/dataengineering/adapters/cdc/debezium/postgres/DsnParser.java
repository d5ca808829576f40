package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.config.Nearest;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one DSN and collects what is wrong with it. Used once, by one thread. */
final class DsnParser {
    private static final Pattern URI =
            Pattern.compile(
                    "(?<scheme>postgres|postgresql|jdbc:postgresql)://"
                            + "(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)"
                            + "(?:/(?<database>[^?#]*))?(?:\\?(?<query>[^#]*))?");
    private static final Pattern HOST =
            Pattern.compile("(?<name>\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]*)(?::(?<port>[^:]*))?");
    private static final int DEFAULT_PORT = 5432;

    /** libpq's names, and the driver's own, to the driver's. */
    private static final Map<String, String> KNOWN =
            Map.ofEntries(
                    Map.entry("sslmode", "sslmode"),
                    Map.entry("sslrootcert", "sslrootcert"),
                    Map.entry("sslcert", "sslcert"),
                    Map.entry("sslkey", "sslkey"),
                    Map.entry("sslpassword", "sslpassword"),
                    Map.entry("sslnegotiation", "sslNegotiation"),
                    Map.entry("channel_binding", "channelBinding"),
                    Map.entry("channelbinding", "channelBinding"),
                    Map.entry("connect_timeout", "connectTimeout"),
                    Map.entry("connecttimeout", "connectTimeout"),
                    Map.entry("target_session_attrs", "targetServerType"),
                    Map.entry("targetservertype", "targetServerType"),
                    Map.entry("options", "options"),
                    Map.entry("application_name", "ApplicationName"),
                    Map.entry("applicationname", "ApplicationName"),
                    Map.entry("user", "user"),
                    Map.entry("password", "password"));

    /** Of no use here, and of no harm: they tune a connection or only name it. */
    private static final Set<String> IGNORED =
            Set.of(
                    "client_encoding",
                    "fallback_application_name",
                    "gssencmode",
                    "keepalives",
                    "keepalives_count",
                    "keepalives_idle",
                    "keepalives_interval",
                    "tcp_user_timeout",
                    "tcpkeepalive");

    private final String text;
    private final Problems problems = new Problems();
    private final Map<String, String> parameters = new HashMap<>();

    DsnParser(String text) {
        this.text = text;
    }

    Dsn parse() {
        Matcher uri = URI.matcher(text.strip());
        if (!uri.matches()) {
            problems.add(
                    "connection is not of the form postgres://user:password@host:port/database, or"
                            + " jdbc:postgresql://host:port/database?user=...&password=... (write a"
                            + " special character of a password as %XX, for example @ as %40)");
            problems.throwIfAny();
        }
        readParameters(uri.group("query"));
        readLogin(uri.group("login"));
        List<Dsn.Host> hosts = hosts(uri.group("hosts"));
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        String application = parameters.remove("ApplicationName");
        if (user == null || user.isEmpty()) {
            problems.add("connection names no user");
            user = "";
        }
        Tls.complete(parameters, problems);
        problems.throwIfAny();
        String database = decoded(uri.group("database"), "database");
        String name = database == null || database.isEmpty() ? user : database;
        return new Dsn(hosts, name, user, password, application, parameters);
    }

    private void readLogin(@Nullable String login) {
        if (login == null) {
            return;
        }
        int colon = login.indexOf(':');
        put("user", colon < 0 ? login : login.substring(0, colon), "user");
        if (colon >= 0) {
            put("password", login.substring(colon + 1), "password");
        }
    }

    private List<Dsn.Host> hosts(String list) {
        List<Dsn.Host> hosts = new ArrayList<>();
        for (String one : list.split(",", -1)) {
            Matcher host = HOST.matcher(one);
            if (host.matches()) {
                hosts.add(host(host.group("name"), host.group("port")));
            } else {
                problems.add(
                        "connection: the part after @ is not host:port (an IPv6 address needs"
                                + " brackets; write a special character of a password as %XX)");
            }
        }
        return hosts;
    }

    private Dsn.Host host(String name, @Nullable String port) {
        String plain = decoded(name, "host");
        if (plain != null && plain.contains("/")) {
            problems.add("connection: a Unix socket cannot be used, only a host name or address");
        }
        String host = plain == null || plain.isEmpty() ? "localhost" : plain;
        return new Dsn.Host(host, port(port));
    }

    private int port(@Nullable String port) {
        if (port == null || port.isEmpty()) {
            return DEFAULT_PORT;
        }
        boolean number = port.matches("\\d{1,5}");
        if (!number || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            problems.add(
                    "connection: what stands where the port belongs is not a number from 1 to"
                            + " 65535 (is a : or @ of the password not written as %3A or %40?)");
            return DEFAULT_PORT;
        }
        return Integer.parseInt(port);
    }

    private void readParameters(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                problems.add("connection: after the ? every parameter has to be name=value");
            } else {
                readParameter(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
    }

    private void readParameter(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        String driverName = KNOWN.get(lower);
        if (driverName != null) {
            put(driverName, value, name);
        } else if (!IGNORED.contains(lower)) {
            problems.add(unknown(name));
        }
    }

    private static String unknown(String name) {
        if (!name.matches("[A-Za-z_]{1,40}")) {
            return "connection has a parameter after the ? whose name is not a word (write a & of"
                    + " a value as %26)";
        }
        String hint =
                Nearest.to(name, KNOWN.keySet())
                        .map("did you mean %s?"::formatted)
                        .orElse("known: " + String.join(", ", new TreeSet<>(KNOWN.keySet())));
        return "connection: %s is not a known parameter (%s)".formatted(name, hint);
    }

    private void put(String key, String value, String shown) {
        String plain = decoded(value, shown);
        if (plain != null) {
            parameters.put(key, plain);
        }
    }

    /** In a DSN + is a plus, not a blank. */
    private @Nullable String decoded(@Nullable String value, String shown) {
        if (value == null) {
            return null;
        }
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.add(
                    "connection: in the "
                            + shown
                            + " a % is not followed by two hexadecimal digits (write % itself as"
                            + " %25)");
            return null;
        }
    }
}
