package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How tenants are kept apart, and where: the keys that {@code data.tenancy} shares with steps that
 * name no such module.
 */
public record TenancySpec(
        @Doc(
                        "How tenants are kept apart: schema_per_tenant (schema), db_per_tenant"
                                + " (database), row_level (row), or a strategy you dropped in")
                @Nullable String strategy,
        @Doc(
                        "The database, such as postgres://user:secret@host:5432/app or"
                                + " mysql://user:secret@host:3306/app; with db_per_tenant, one from"
                                + " which databases can be created")
                @Sensitive
                @Alias("db_url")
                @Nullable String connection,
        @Doc(
                        "With db_per_tenant: how to reach a tenant's database when it is not"
                                + " connection with another database; {tenant} stands for the"
                                + " database's name")
                @Sensitive
                @Nullable String connectionTemplate,
        @Doc("What a tenant's schema or database is called before its id") @Default("")
                String schemaPrefix,
        @Doc("With row_level: the column that says whose row it is") @Default("tenant_id")
                String tenantColumn,
        @Doc("With row_level: the tables that tenants share; a table after those that it refers to")
                List<String> tables,
        @Doc(
                        "With row_level: the role that acts for tenants; needed when the"
                            + " connection's own user is one that row-level security does not bind")
                @Nullable String role,
        @Doc("With schema_per_tenant: schemas whose tables and functions every tenant sees too")
                List<String> sharedSchemas,
        @Doc(
                        "The table in the database of the connection that says which tenants there"
                                + " are; made when it is missing")
                @Default("data_engineering.tenants")
                String registry,
        @Doc(
                        "A role for each tenant with a schema or database of its own: it reads and"
                                + " writes there and nowhere else; none when it is not set")
                @Nullable TenantRoleSpec tenantRole) {

    public TenancySpec {
        Problems problems = new Problems();
        checkSecret("connection", connection, problems);
        checkSecret("connection_template", connectionTemplate, problems);
        if (connection != null
                && tenantRole != null
                && tenantRole.idleInTransactionTimeout() != null
                && Server.of(connection) == Server.MYSQL) {
            problems.add(
                    "tenant_role.idle_in_transaction_timeout: MySQL and MariaDB have no such limit"
                            + " for a user");
        }
        problems.throwIfAny();
    }

    private static void checkSecret(String key, @Nullable String value, Problems problems) {
        if (value != null && value.contains("${")) {
            problems.add(
                    key
                            + " still holds ${ }: the configuration of a module knows secrets such"
                            + " as ${env:NAME}, ${vault:path#field} and ${aws-sm:name}, and no"
                            + " other expression; is that secret set?");
        }
    }

    /**
     * The strategy's name.
     *
     * @throws Failure INVALID when none is given
     */
    public String chosenStrategy() {
        if (strategy == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "strategy is required: schema_per_tenant, db_per_tenant or row_level");
        }
        return strategy;
    }

    /**
     * The connection.
     *
     * @throws Failure INVALID when none is given
     */
    public String chosenConnection() {
        if (connection == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "connection is required, such as postgres://user:secret@host:5432/app");
        }
        return connection;
    }

    /** The kind of server that {@link #connection} leads to. */
    public Server server() {
        return Server.of(chosenConnection());
    }

    public TableName registryTable() {
        return TableName.parse(registry, server());
    }

    /** Never prints a connection. */
    @Override
    public String toString() {
        return "%s, %s".formatted(strategy, registry);
    }
}
