package com.gocodealone.dataengineering.domain.tenancy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where one tenant's rows live, and the statements that make and remove that place. */
public sealed interface Placement {
    /** In words for a person, and for the registry. */
    String where();

    /** Whether it can be made and removed as part of a transaction: all or nothing. */
    boolean isTransactional();

    /** Makes the place; it is not there. */
    List<Statement> create();

    /** Puts the place away without losing anything. */
    List<Statement> archive();

    /** Undoes {@link #archive}. */
    List<Statement> restore();

    /** Removes the place with all that is in it. */
    List<Statement> drop();

    /** Where the tenant is while it is archived. */
    Placement archived();

    /**
     * What a transaction begins with, so that it sees this tenant and no other. Its effect ends
     * with the transaction.
     */
    List<Statement> enter();

    /**
     * A schema of its own, which the connections to the one database reach.
     *
     * @param shared schemas that unqualified names may also refer to, such as one with extensions
     */
    record OwnSchema(Identifier schema, List<Identifier> shared) implements Placement {
        public OwnSchema {
            shared = List.copyOf(shared);
        }

        @Override
        public String where() {
            return "schema " + schema.name();
        }

        @Override
        public boolean isTransactional() {
            return schema.server() == Server.POSTGRESQL;
        }

        @Override
        public List<Statement> create() {
            return List.of(Statement.of("CREATE SCHEMA " + schema));
        }

        @Override
        public List<Statement> archive() {
            return Placement.renaming("SCHEMA", schema, Placement.aside(schema));
        }

        @Override
        public List<Statement> restore() {
            return Placement.renaming("SCHEMA", Placement.aside(schema), schema);
        }

        @Override
        public List<Statement> drop() {
            String drop = "DROP SCHEMA " + schema;
            return List.of(Statement.of(isTransactional() ? drop + " CASCADE" : drop));
        }

        @Override
        public Placement archived() {
            return new OwnSchema(Placement.aside(schema), shared);
        }

        @Override
        public List<Statement> enter() {
            return List.of(
                    switch (schema.server()) {
                        case POSTGRESQL ->
                                Statement.of("SELECT set_config('search_path', ?, true)", path());
                        case MYSQL -> Statement.of("USE " + schema);
                    });
        }

        /** The search path that makes unqualified names mean this schema, quoted. */
        public String path() {
            return Stream.concat(Stream.of(schema), shared.stream())
                    .map(Identifier::toString)
                    .collect(Collectors.joining(", "));
        }
    }

    /** A database of its own on the one server, with connections of its own. */
    record OwnDatabase(Identifier database) implements Placement {
        @Override
        public String where() {
            return "database " + database.name();
        }

        @Override
        public boolean isTransactional() {
            return false;
        }

        @Override
        public List<Statement> create() {
            return List.of(Statement.of("CREATE DATABASE " + database));
        }

        @Override
        public List<Statement> archive() {
            return Placement.renaming("DATABASE", database, Placement.aside(database));
        }

        @Override
        public List<Statement> restore() {
            return Placement.renaming("DATABASE", Placement.aside(database), database);
        }

        @Override
        public List<Statement> drop() {
            return List.of(Statement.of("DROP DATABASE " + database));
        }

        @Override
        public Placement archived() {
            return new OwnDatabase(Placement.aside(database));
        }

        /** The connection itself is the border. */
        @Override
        public List<Statement> enter() {
            return List.of();
        }
    }

    /**
     * What {@code name} is called while its tenant is archived. MySQL cannot rename a database: the
     * tenant stays where it is, and is refused.
     */
    private static Identifier aside(Identifier name) {
        return switch (name.server()) {
            case POSTGRESQL -> name.archived();
            case MYSQL -> name;
        };
    }

    private static List<Statement> renaming(String what, Identifier from, Identifier to) {
        return from.equals(to)
                ? List.of()
                : List.of(Statement.of("ALTER %s %s RENAME TO %s".formatted(what, from, to)));
    }

    /**
     * Rows in tables that all tenants share, kept apart by row-level security: its policies let a
     * transaction see the rows whose {@code column} is the tenant that the transaction has entered.
     *
     * @param tables those that it has rows in; a table comes after the tables that it refers to
     * @param role whom its transactions act as; null for the user of the connection
     */
    record SharedRows(
            Identifier column, String tenant, List<TableName> tables, @Nullable Identifier role)
            implements Placement {
        private static final String SETTING = "data_engineering.tenant";

        public SharedRows {
            tables = List.copyOf(tables);
        }

        @Override
        public String where() {
            return "rows where %s is %s".formatted(column.name(), tenant);
        }

        @Override
        public boolean isTransactional() {
            return true;
        }

        /** The same of another tenant. */
        public SharedRows of(String other) {
            return new SharedRows(column, other, tables, role);
        }

        /** The same for the user of the connection, whoever acts for the tenant otherwise. */
        public SharedRows withoutRole() {
            return new SharedRows(column, tenant, tables, null);
        }

        /** Nothing: the tables are there. */
        @Override
        public List<Statement> create() {
            return List.of();
        }

        @Override
        public List<Statement> archive() {
            return List.of();
        }

        @Override
        public List<Statement> restore() {
            return List.of();
        }

        @Override
        public List<Statement> drop() {
            return tables.reversed().stream()
                    .map(table -> Statement.of("DELETE FROM " + table))
                    .map(delete -> new Statement(delete.sql() + mine(), List.of(tenant)))
                    .toList();
        }

        /**
         * The condition, with one parameter, that says which rows are the tenant's. Row-level
         * security says the same; a mistake in one of the two is no loss.
         */
        public String mine() {
            return " WHERE %s::text = ?".formatted(column);
        }

        @Override
        public Placement archived() {
            return this;
        }

        @Override
        public List<Statement> enter() {
            List<Statement> statements = new ArrayList<>();
            if (role != null) {
                statements.add(Statement.of("SELECT set_config('role', ?, true)", role.name()));
            }
            statements.add(
                    Statement.of("SELECT set_config('%s', ?, true)".formatted(SETTING), tenant));
            return statements;
        }

        /**
         * Makes the database itself keep the rows of {@code table} apart, for its owner too. The
         * second policy is restrictive: no policy that somebody adds can widen what is seen.
         *
         * @param type the type of the tenant column, as the database writes it
         */
        public List<Statement> guard(TableName table, String type) {
            String mine =
                    "%s = NULLIF(current_setting('%s', true), '')::%s"
                            .formatted(column, SETTING, type);
            return List.of(
                    Statement.of("ALTER TABLE %s ENABLE ROW LEVEL SECURITY".formatted(table)),
                    Statement.of("ALTER TABLE %s FORCE ROW LEVEL SECURITY".formatted(table)),
                    Statement.of(
                            "CREATE POLICY data_engineering_tenant ON %s USING (%s) WITH CHECK (%s)"
                                    .formatted(table, mine, mine)),
                    Statement.of(
                            "CREATE POLICY data_engineering_only_tenant ON %s AS RESTRICTIVE USING (%s) WITH CHECK (%s)"
                                    .formatted(table, mine, mine)));
        }
    }
}
