package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a server says of its binary log. Confined to its connection's thread. */
final class BinaryLog {
    /** How many events are looked at to see what follows a statement. */
    private static final int LOOK_AHEAD = 50;

    /** Where the first event of a file stands. */
    private static final int FIRST_EVENT = 4;

    private static final int FIRST_WITH_NEW_WORDS = 802;

    private final Connection connection;
    private final Flavor flavor;
    private final Variables variables;

    BinaryLog(Connection connection, Flavor flavor, Variables variables) {
        this.connection = connection;
        this.flavor = flavor;
        this.variables = variables;
    }

    /** One file of it. */
    record LogFile(String name, long bytes) {}

    /** Where the next change will stand; null when nothing is logged. */
    @Nullable Place end() throws SQLException {
        boolean newWords = flavor == Flavor.MYSQL && variables.version() >= FIRST_WITH_NEW_WORDS;
        String query = newWords ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                return null;
            }
            String file = row.getString(1);
            long offset = row.getLong(2);
            String executed = row.getMetaData().getColumnCount() >= 5 ? row.getString(5) : null;
            return new Place(file, offset, gtids(executed));
        }
    }

    private @Nullable String gtids(@Nullable String executed) throws SQLException {
        return switch (flavor) {
            case MYSQL -> variables.hasGtids() && executed != null ? plain(executed) : null;
            case MARIADB -> ask("SELECT @@GLOBAL.gtid_binlog_pos");
        };
    }

    /** The server breaks a long set into lines. */
    private static String plain(String gtids) {
        return gtids.replaceAll("\\s", "");
    }

    /**
     * Where the statement ends that stands at {@code place} by itself; null when a transaction that
     * changes rows begins there, or when the server does not tell them apart.
     */
    @Nullable Place endOfStatement(Place place) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet events = events(statement, place)) {
            boolean byItself = events.next() && events.getString("Info").startsWith("GTID ");
            return byItself && events.next() ? untilTransaction(place.file(), events) : null;
        }
    }

    private static ResultSet events(Statement statement, Place from) throws SQLException {
        return statement.executeQuery(
                "SHOW BINLOG EVENTS IN '%s' FROM %d LIMIT %d"
                        .formatted(from.file().replace("'", "''"), from.offset(), LOOK_AHEAD));
    }

    /**
     * Behind the event at hand and those that follow it without a transaction: the server notes
     * checkpoints when it finds the time, and begins new files.
     */
    private Place untilTransaction(String file, ResultSet events) throws SQLException {
        Place end;
        do {
            if (events.getString("Event_type").equals("Rotate")) {
                return ofNextFile(events.getString("Info").split(";", 2)[0]);
            }
            end = new Place(file, events.getLong("End_log_pos"), null);
        } while (events.next() && !events.getString("Event_type").equals("Gtid"));
        return end;
    }

    private Place ofNextFile(String file) throws SQLException {
        Place beginning = new Place(file, FIRST_EVENT, null);
        try (Statement statement = connection.createStatement();
                ResultSet events = events(statement, beginning)) {
            return events.next() ? untilTransaction(file, events) : beginning;
        }
    }

    /** The oldest first. */
    List<LogFile> files() throws SQLException {
        List<LogFile> files = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            while (rows.next()) {
                files.add(new LogFile(rows.getString(1), rows.getLong(2)));
            }
        }
        return files;
    }

    /** How much stands in {@code files} from {@code place} on; null when its file is gone. */
    static @Nullable Long bytesFrom(Place place, List<LogFile> files) {
        List<String> names = files.stream().map(LogFile::name).toList();
        int index = names.indexOf(place.file());
        if (index < 0) {
            return null;
        }
        long all = files.stream().skip(index).mapToLong(LogFile::bytes).sum();
        return Math.max(0, all - place.offset());
    }

    /**
     * What of {@code place}'s transactions the server does not know, or what it removed that {@code
     * place} is not past; null when nothing is amiss.
     */
    @Nullable String amiss(Place place) throws SQLException {
        String gtids = place.gtids();
        if (gtids == null || gtids.isEmpty()) {
            return amissInFiles(place);
        }
        return switch (flavor) {
            case MYSQL -> amissInMySql(gtids);
            case MARIADB -> amissInMariaDb(gtids);
        };
    }

    private @Nullable String amissInFiles(Place place) throws SQLException {
        List<LogFile> files = files();
        for (LogFile file : files) {
            if (file.name().equals(place.file())) {
                return file.bytes() >= place.offset()
                        ? null
                        : "%s ends at %d now: the log was begun anew"
                                .formatted(file.name(), file.bytes());
            }
        }
        return files.isEmpty()
                ? "the server has no binary log"
                : "the server has removed %s, and the oldest that it has is %s (see %s)"
                        .formatted(place.file(), files.getFirst().name(), variables.retention());
    }

    private @Nullable String amissInMySql(String gtids) throws SQLException {
        if (!variables.hasGtids()) {
            return "gtid_mode is %s now".formatted(variables.get("gtid_mode"));
        }
        String unknown = ask("SELECT GTID_SUBTRACT(?, @@GLOBAL.gtid_executed)", gtids);
        if (unknown != null && !unknown.isEmpty()) {
            return "the server does not know transactions %s: it is another one, or was begun anew"
                    .formatted(plain(unknown));
        }
        String purged = ask("SELECT GTID_SUBTRACT(@@GLOBAL.gtid_purged, ?)", gtids);
        return purged == null || purged.isEmpty()
                ? null
                : "the server has removed transactions %s (see %s)"
                        .formatted(plain(purged), variables.retention());
    }

    private @Nullable String amissInMariaDb(String gtids) throws SQLException {
        MariaDbGtids reached = MariaDbGtids.parse(gtids);
        MariaDbGtids known = MariaDbGtids.parse(ask("SELECT @@GLOBAL.gtid_binlog_state"));
        if (!known.covers(reached)) {
            return "the server knows no more than transactions %s: it is another one, or was begun"
                            .formatted(known)
                    + " anew";
        }
        List<LogFile> files = files();
        String first =
                files.isEmpty()
                        ? null
                        : ask("SELECT BINLOG_GTID_POS(?, 4)", files.getFirst().name());
        MariaDbGtids removed = MariaDbGtids.parse(first);
        return reached.covers(removed)
                ? null
                : "the server has removed transactions up to %s (see %s)"
                        .formatted(removed, variables.retention());
    }

    private @Nullable String ask(String query, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
