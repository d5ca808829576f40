package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Where a database is and how to log in, read from {@code postgres://} or {@code
 * jdbc:postgresql://}. Immutable. Never prints the password.
 *
 * @param parameters the driver's own parameters, such as sslmode
 */
public record Dsn(
        List<Host> hosts,
        String database,
        String user,
        @Nullable String password,
        @Nullable String applicationName,
        Map<String, String> parameters) {

    /** One server; an IPv6 address keeps its brackets. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    public Dsn {
        hosts = List.copyOf(hosts);
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code text}.
     *
     * @throws Failure INVALID with a sentence that holds no part of a secret
     */
    public static Dsn parse(String text) {
        return new DsnParser(text).parse();
    }

    /** Without its scheme: {@code host:port[,host:port]}. */
    String servers() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    public String url() {
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://%s/%s".formatted(servers(), name);
    }

    /** What the driver wants besides the URL. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.putAll(parameters);
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    /** This, with {@code more} where the text itself says nothing. */
    Dsn withDefaults(Map<String, String> more) {
        Map<String, String> merged = new HashMap<>(more);
        merged.putAll(parameters);
        return new Dsn(hosts, database, user, password, applicationName, merged);
    }

    /** {@code text} without the secrets that this knows. */
    public String redact(String text) {
        String redacted = hide(text, password);
        return hide(redacted, parameters.get("sslpassword"));
    }

    private static String hide(String text, @Nullable String secret) {
        return secret == null || secret.isEmpty() ? text : text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return "%s/%s".formatted(servers(), database);
    }
}
