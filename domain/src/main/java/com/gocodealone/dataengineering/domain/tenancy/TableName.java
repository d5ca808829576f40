package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

/** A table and the schema it is in. */
public record TableName(Identifier schema, Identifier table) {
    private static final Identifier PUBLIC = new Identifier("public");

    /**
     * Reads {@code orders}, which is in the schema public, or {@code sales.orders}.
     *
     * @throws Failure INVALID when it is neither
     */
    public static TableName parse(String text) {
        String[] parts = text.strip().split("\\.", -1);
        boolean complete = parts.length <= 2;
        for (String part : parts) {
            complete &= !part.isBlank();
        }
        if (!complete) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "\"%s\" is not the name of a table, such as orders or sales.orders"
                            .formatted(text));
        }
        return parts.length == 1
                ? new TableName(PUBLIC, new Identifier(parts[0]))
                : new TableName(new Identifier(parts[0]), new Identifier(parts[1]));
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
