package com.gocodealone.dataengineering.domain.cdc;

/**
 * A table's name, unquoted and in the source's own letter case.
 *
 * @param schema the schema (PostgreSQL) or database (MySQL) it is in
 */
public record TableId(String schema, String name) {
    /** {@code schema.name}. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
