package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

/** A table and the schema it is in. */
public record TableName(Identifier schema, Identifier table) {
    /** Reads the name of a table in PostgreSQL. */
    public static TableName parse(String text) {
        return parse(text, Server.POSTGRESQL);
    }

    /**
     * Reads {@code sales.orders}; or {@code orders}, which is in the schema public and, where there
     * is no such schema, nowhere.
     *
     * @throws Failure INVALID when it is neither
     */
    public static TableName parse(String text, Server server) {
        String[] parts = text.strip().split("\\.", -1);
        boolean complete = parts.length == 2 || (parts.length == 1 && server == Server.POSTGRESQL);
        for (String part : parts) {
            complete &= !part.isBlank();
        }
        if (!complete) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "\"%s\" is not the name of a table, such as %ssales.orders"
                            .formatted(text, server == Server.POSTGRESQL ? "orders or " : ""));
        }
        return new TableName(
                new Identifier(parts.length == 1 ? "public" : parts[0], server),
                new Identifier(parts[parts.length - 1], server));
    }

    /** Without quotes, for a person. */
    public String plain() {
        return schema.name() + "." + table.name();
    }

    /** Quoted, ready for a statement. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
