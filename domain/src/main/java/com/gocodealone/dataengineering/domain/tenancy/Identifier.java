package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

import java.nio.charset.StandardCharsets;

/**
 * A name in a database. There is no other way to put a name into a statement, and it is always
 * quoted there, so nothing in it can be read as SQL.
 *
 * @param name as the database stores it, without quotes
 */
public record Identifier(String name) {
    /** PostgreSQL cuts a longer name off, and so might take one for another. */
    public static final int MAX_BYTES = 63;

    private static final String ARCHIVED = "_archived";

    public Identifier {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new Failure(Failure.Kind.INVALID, "a name in a database cannot be empty");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "the name \"%s\" has %d bytes, and a database takes %d"
                            .formatted(name, bytes, MAX_BYTES));
        }
    }

    /** The name that this has while its tenant is archived. */
    public Identifier archived() {
        return new Identifier(name + ARCHIVED);
    }

    /** Whether it is the name of something archived. */
    boolean isArchived() {
        return name.endsWith(ARCHIVED);
    }

    /** Quoted, ready for a statement. */
    @Override
    public String toString() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
