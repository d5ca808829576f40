package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.application.tenancy.TenantQueryCall;
import com.gocodealone.dataengineering.application.tenancy.TenantRows;
import com.gocodealone.dataengineering.domain.tenancy.Placement;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A statement of a user, run within a tenant. Immutable. */
record TenantQuery(Dialect dialect, TenantQueryCall call, StatementText text) {

    static TenantQuery of(Dialect dialect, TenantQueryCall call) {
        StatementText text =
                StatementText.parse(dialect.lexis(), call.sql(), call.parameters().size());
        return new TenantQuery(dialect, call, text);
    }

    /** The transaction is the tenant's from here on. */
    TenantRows run(Handle handle, Placement place) throws SQLException {
        if (call.readOnly()) {
            Database.run(handle, dialect.readOnly());
        }
        Database.run(handle, dialect.statementTimeout(call.timeout()));
        Database.run(handle, place.enter());
        try (PreparedStatement statement = handle.getConnection().prepareStatement(text.sql())) {
            for (int i = 0; i < text.order().size(); i++) {
                dialect.bind(statement, i + 1, call.parameters().get(text.order().get(i)));
            }
            statement.setMaxRows(call.limit() + 1);
            TenantRows rows =
                    statement.execute()
                            ? rows(statement.getResultSet())
                            : new TenantRows(
                                    List.of(), List.of(), statement.getUpdateCount(), false);
            dialect.leave(handle);
            return rows;
        }
    }

    private TenantRows rows(ResultSet found) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            columns.add(found.getMetaData().getColumnLabel(i));
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        while (found.next()) {
            if (rows.size() == call.limit()) {
                return new TenantRows(columns, rows, 0, true);
            }
            rows.add(row(found, columns));
        }
        return new TenantRows(columns, rows, 0, false);
    }

    private static Map<String, @Nullable Object> row(ResultSet found, List<String> columns)
            throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), Values.read(found, i + 1));
        }
        return row;
    }
}
