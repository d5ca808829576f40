package com.gocodealone.dataengineering.bootstrap.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Other programs and single values. */
final class Commands {
    private Commands() {}

    /** Starts {@code command} with its output thrown away; null when there is no such program. */
    static @Nullable Process quietly(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PGPASSWORD", "postgres");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start();
        } catch (IOException noSuchProgram) {
            return null;
        }
    }

    /** A class path of the jars in {@code folder}, but those whose name begins with {@code not}. */
    static String jars(Path folder, String not) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(not))
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
