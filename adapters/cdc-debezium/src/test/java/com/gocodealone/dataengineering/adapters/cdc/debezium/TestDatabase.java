package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real database. Thread-safe. */
public interface TestDatabase extends AutoCloseable {
    /** As one who may do everything. */
    Connection connect() throws SQLException;

    /** A source of it. */
    TestSource source(String id, String... tables);

    /** The table of this name where statements without a schema have it. */
    TableId table(String name);

    /** Each statement is a transaction of its own. */
    default void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All statements are one transaction. */
    default void inOneTransaction(String... statements) {
        run("BEGIN; " + String.join("; ", statements) + "; COMMIT");
    }

    /** The first answer. */
    default @Nullable String ask(String query) {
        List<@Nullable String> answers = askAll(query);
        return answers.isEmpty() ? null : answers.getFirst();
    }

    /** The first column of every row. */
    default List<@Nullable String> askAll(String query) {
        List<@Nullable String> answers = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return answers;
    }

    @Override
    void close();
}
