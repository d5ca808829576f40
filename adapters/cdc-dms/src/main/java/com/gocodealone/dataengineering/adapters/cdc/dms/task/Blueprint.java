package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a task is made of that does not exist yet.
 *
 * @param name of the task; endpoints have names that begin with it
 * @param database where changes come from, unless there is an endpoint for it
 * @param target where they go, unless there is an endpoint for it
 * @param tables patterns of names; none means all
 * @param beforeImageField the name of the row before a change
 */
public record Blueprint(
        String name,
        String instanceArn,
        Side<Database> database,
        Side<Target> target,
        MigrationType type,
        List<String> tables,
        String beforeImageField) {
    public Blueprint {
        tables = List.copyOf(tables);
    }

    /** An endpoint that exists, or what one is made of; exactly one of the two is there. */
    public record Side<T>(@Nullable String endpointArn, @Nullable T plan) {}

    /** The stream that DMS writes to, and the role with which it does. */
    public record Target(String streamArn, String roleArn) {}

    /**
     * A database as DMS reaches it.
     *
     * @param sslMode in DMS's words; null for its default
     */
    public record Database(
            String engine,
            String host,
            int port,
            String name,
            String user,
            String password,
            @Nullable String sslMode) {
        /** Never prints the password. */
        @Override
        public String toString() {
            return "%s at %s:%d/%s".formatted(engine, host, port, name);
        }
    }
}
