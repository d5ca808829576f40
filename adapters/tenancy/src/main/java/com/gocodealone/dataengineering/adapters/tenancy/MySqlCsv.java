package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.TableName;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Base64;

/**
 * The rows of a table as LOAD DATA reads them with {@code FIELDS TERMINATED BY ',' ENCLOSED BY
 * '"'}; a binary value is base64. Stateless.
 */
final class MySqlCsv {
    private static final int ROWS_AT_A_TIME = 1000;

    private MySqlCsv() {}

    static void write(Connection connection, TableName table, OutputStream out)
            throws SQLException, IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            ResultSet rows = statement.executeQuery("SELECT * FROM " + table);
            ResultSetMetaData columns = rows.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                field(writer, i, columns.getColumnLabel(i));
            }
            writer.write('\n');
            while (rows.next()) {
                row(writer, rows);
            }
        }
        writer.flush();
    }

    private static void row(Writer writer, ResultSet row) throws SQLException, IOException {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            field(writer, i, text(row, i));
        }
        writer.write('\n');
    }

    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        return switch (row.getMetaData().getColumnType(column)) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
                byte[] bytes = row.getBytes(column);
                yield bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
            }
            default -> row.getString(column);
        };
    }

    private static void field(Writer writer, int column, @Nullable String value)
            throws IOException {
        if (column > 1) {
            writer.write(',');
        }
        writer.write(
                value == null
                        ? "\\N"
                        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
