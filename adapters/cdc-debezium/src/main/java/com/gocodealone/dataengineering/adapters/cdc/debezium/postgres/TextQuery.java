package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import io.debezium.annotation.ConnectorSpecific;
import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.snapshot.spi.SnapshotQuery;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads every column of a snapshot as PostgreSQL's own text, the form in which the replication
 * stream has it too. Found by Debezium with {@link java.util.ServiceLoader}.
 */
@ConnectorSpecific(connector = PostgresConnector.class)
public final class TextQuery implements SnapshotQuery {
    static final String NAME = "data_engineering_text";

    private @Nullable Types types;

    /** For the service loader. */
    public TextQuery() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        types = Scope.of((String) properties.get(EngineSettings.STREAM)).part(Types.class);
    }

    /** Table and columns come quoted. */
    @Override
    public Optional<String> snapshotQuery(String tableId, List<String> snapshotSelectColumns) {
        if (snapshotSelectColumns.isEmpty()) {
            return Optional.empty();
        }
        if (types == null) {
            throw new IllegalStateException("not configured");
        }
        Set<String> padded = types.paddedColumns(tableId);
        return Optional.of(
                snapshotSelectColumns.stream()
                        .map(column -> asText(column, padded))
                        .collect(Collectors.joining(", ", "SELECT ", " FROM " + tableId)));
    }

    /** A cast would strip the blanks that char(n) is padded with. */
    static String asText(String column, Set<String> padded) {
        return padded.contains(column)
                ? "textin(bpcharout(%1$s)) AS %1$s".formatted(column)
                : "%1$s::text AS %1$s".formatted(column);
    }
}
