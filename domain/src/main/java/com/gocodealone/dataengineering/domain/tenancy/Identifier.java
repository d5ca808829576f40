package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

import java.nio.charset.StandardCharsets;

/**
 * A name in a database. There is no other way to put a name into a statement, and it is always
 * quoted there, so nothing in it can be read as SQL.
 *
 * @param name as the database stores it, without quotes
 * @param server whose quotes it is written in
 */
public record Identifier(String name, Server server) {
    static final String ARCHIVED = "_archived";

    public Identifier {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new Failure(Failure.Kind.INVALID, "a name in a database cannot be empty");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > server.longestName()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "the name \"%s\" has %d bytes, and a database takes %d"
                            .formatted(name, bytes, server.longestName()));
        }
    }

    /** A name in PostgreSQL. */
    public Identifier(String name) {
        this(name, Server.POSTGRESQL);
    }

    /** Another name on the same server. */
    public Identifier sibling(String other) {
        return new Identifier(other, server);
    }

    /** The name that this has while its tenant is archived. */
    public Identifier archived() {
        return sibling(name + ARCHIVED);
    }

    /** Quoted, ready for a statement. */
    @Override
    public String toString() {
        return server.quoted(name);
    }
}
