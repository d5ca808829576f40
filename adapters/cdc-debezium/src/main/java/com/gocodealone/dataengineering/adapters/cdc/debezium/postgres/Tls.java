package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** libpq's rules for encryption, in the driver's parameters. */
final class Tls {
    private static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final Map<String, String> SERVER_TYPES =
            Map.of(
                    "any", "any",
                    "read-write", "primary",
                    "primary", "primary",
                    "standby", "secondary",
                    "secondary", "secondary",
                    "prefer-standby", "preferSecondary",
                    "prefersecondary", "preferSecondary");

    private Tls() {}

    /** Checks {@code parameters} and puts them as the driver wants them. */
    static void complete(Map<String, String> parameters, Problems problems) {
        checkMode(parameters, problems);
        checkTimeout(parameters.get("connectTimeout"), problems);
        for (String key : List.of("sslcert", "sslkey", "sslrootcert")) {
            checkFile(key, parameters.get(key), problems);
        }
        useSystemRoots(parameters);
        String wanted = parameters.get("targetServerType");
        if (wanted != null) {
            String type = SERVER_TYPES.get(wanted.toLowerCase(Locale.ROOT));
            if (type == null) {
                problems.add(
                        "connection: target_session_attrs \"%s\" is not known".formatted(wanted));
            } else {
                parameters.put("targetServerType", type);
            }
        }
    }

    private static void checkMode(Map<String, String> parameters, Problems problems) {
        String mode = parameters.get("sslmode");
        if (mode == null) {
            return;
        }
        if (!MODES.contains(mode)) {
            String modes = String.join(", ", MODES);
            problems.add("sslmode \"%s\" is not one of %s".formatted(mode, modes));
        }
        if (mode.equals("require") && parameters.containsKey("sslrootcert")) {
            parameters.put("sslmode", "verify-ca"); // as libpq does
        }
    }

    private static void checkTimeout(@Nullable String seconds, Problems problems) {
        if (seconds != null && !seconds.matches("\\d{1,6}")) {
            problems.add("connection: connect_timeout \"%s\" is not seconds".formatted(seconds));
        }
    }

    private static void checkFile(String key, @Nullable String file, Problems problems) {
        boolean isSystem = key.equals("sslrootcert") && "system".equals(file);
        if (file != null && !isSystem && !new File(file).canRead()) {
            problems.add("%s: there is no readable file %s".formatted(key, file));
        }
    }

    private static void useSystemRoots(Map<String, String> parameters) {
        if ("system".equals(parameters.get("sslrootcert"))) {
            parameters.remove("sslrootcert");
            parameters.put("sslmode", "verify-full");
            parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }
}
