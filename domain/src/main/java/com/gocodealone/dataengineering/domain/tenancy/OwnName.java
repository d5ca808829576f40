package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Problems;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a schema or database that belongs to one tenant: prefix and id together, in lower
 * case, because that is what the same name means in SQL that somebody writes without quotes.
 */
public final class OwnName {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*|");
    private static final Set<String> RESERVED =
            Set.of(
                    "public",
                    "information_schema",
                    "data_engineering",
                    "postgres",
                    "template0",
                    "template1",
                    "mysql",
                    "sys",
                    "performance_schema");

    private OwnName() {}

    /** The name for {@code tenantId} in PostgreSQL. */
    public static Identifier of(String prefix, String tenantId) {
        return of(Server.POSTGRESQL, prefix, tenantId);
    }

    /**
     * The name for {@code tenantId} on such a server.
     *
     * @throws Failure INVALID that says everything that is wrong with prefix and id
     */
    public static Identifier of(Server server, String prefix, String tenantId) {
        Problems problems = new Problems();
        if (!PREFIX.matcher(prefix).matches()) {
            problems.add(
                    "schema_prefix: \"%s\" is not made of letters, digits, _ and -, with no digit first"
                            .formatted(prefix));
        }
        if (!ID.matcher(tenantId).matches()) {
            problems.add(
                    "tenant_id: \"%s\" is not made of letters, digits, _ and -"
                            .formatted(tenantId));
        }
        problems.throwIfAny();
        return checked(server, (prefix + tenantId).toLowerCase(Locale.ROOT));
    }

    private static Identifier checked(Server server, String name) {
        int most =
                switch (server) {
                    case POSTGRESQL -> server.longestName() - Identifier.ARCHIVED.length();
                    case MYSQL -> server.longestName();
                };
        if (name.length() > most) {
            throw invalid(
                    "schema_prefix and tenant_id have %d bytes together; at most %d are possible%s"
                            .formatted(name.length(), most, because(server)));
        }
        Identifier identifier = new Identifier(name, server);
        if (RESERVED.contains(name) || name.startsWith("pg_")) {
            throw invalid("the name \"%s\" belongs to the database".formatted(name));
        }
        if (name.endsWith(Identifier.ARCHIVED)) {
            throw invalid(
                    "a name that ends in _archived, such as \"%s\", stands for an archived tenant"
                            .formatted(name));
        }
        return identifier;
    }

    private static String because(Server server) {
        return switch (server) {
            case POSTGRESQL ->
                    ", because the name and the _archived that archiving adds must fit into "
                            + server.longestName();
            case MYSQL -> "";
        };
    }

    private static Failure invalid(String fact) {
        return new Failure(Failure.Kind.INVALID, "tenant_id: " + fact);
    }
}
