package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.task.Blueprint;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a source's connection, for an endpoint that is made for it. */
final class Connection {
    private static final Map<String, Integer> PORTS =
            Map.of("postgres", 5432, "mysql", 3306, "mariadb", 3306);
    private static final Pattern SSL_MODE =
            Pattern.compile("(?:^|&)sslmode=(require|verify-ca|verify-full)(?:&|$)");
    private static final String FORM =
            "connection is not of the form postgres://user:password@host:port/database";

    private Connection() {}

    /**
     * @throws Failure INVALID when something is missing; it never says the connection
     */
    static Blueprint.Database of(SourceSpec source) {
        String engine = engine(source.sourceType());
        URI uri = uri(source.connection());
        String[] login = login(uri);
        String path = uri.getPath();
        if (uri.getHost() == null || path == null || path.length() < 2) {
            throw new Failure(Failure.Kind.INVALID, FORM);
        }
        int port = uri.getPort() < 0 ? PORTS.getOrDefault(engine, -1) : uri.getPort();
        if (port < 0) {
            throw new Failure(Failure.Kind.INVALID, "connection names no port");
        }
        return new Blueprint.Database(
                engine, uri.getHost(), port, path.substring(1), login[0], login[1], sslMode(uri));
    }

    private static String engine(String sourceType) {
        String type = sourceType.toLowerCase(Locale.ROOT);
        return type.equals("postgresql") ? "postgres" : type;
    }

    private static URI uri(@Nullable String connection) {
        if (connection == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "create: true needs source_endpoint_arn, or a connection to have that endpoint"
                            + " made");
        }
        try {
            return new URI(connection.strip().replaceFirst("^jdbc:", ""));
        } catch (URISyntaxException e) {
            throw new Failure(Failure.Kind.INVALID, FORM); // the cause would say the password
        }
    }

    private static String[] login(URI uri) {
        String login = uri.getRawUserInfo();
        int colon = login == null ? -1 : login.indexOf(':');
        if (login == null || colon < 0) {
            throw new Failure(Failure.Kind.INVALID, FORM);
        }
        return new String[] {
            decoded(login.substring(0, colon)), decoded(login.substring(colon + 1))
        };
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static @Nullable String sslMode(URI uri) {
        Matcher mode = SSL_MODE.matcher(uri.getQuery() == null ? "" : uri.getQuery());
        return mode.find() ? mode.group(1) : null;
    }
}
