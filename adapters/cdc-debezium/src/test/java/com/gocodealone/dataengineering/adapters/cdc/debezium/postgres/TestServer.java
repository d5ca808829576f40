package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A real PostgreSQL. */
public final class TestServer implements TestDatabase {
    private final EmbeddedPostgres server;

    private TestServer(EmbeddedPostgres server) {
        this.server = server;
    }

    public static TestServer start() {
        return start(Map.of("wal_level", "logical"));
    }

    static TestServer start(Map<String, String> settings) {
        try {
            return new TestServer(builder(settings).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres.Builder builder(Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        builder.setServerConfig("synchronous_commit", "on");
        builder.setServerConfig("fsync", "off"); // a process is killed here, not the power
        builder.setServerConfig("max_replication_slots", "40");
        builder.setServerConfig("max_wal_senders", "40");
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    /** A standby over a copy of the files in {@code data}; it keeps failover slots. */
    TestServer standby(Path data) throws IOException, SQLException {
        run("SELECT pg_create_physical_replication_slot('standby', true)");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('copy', true)");
            copy(Path.of(String.valueOf(ask("SHOW data_directory"))), data);
            try (ResultSet row =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                row.next();
                Files.writeString(data.resolve("backup_label"), row.getString(1));
            }
        }
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                """
                primary_conninfo = 'host=127.0.0.1 port=%d user=postgres dbname=postgres'
                primary_slot_name = 'standby'
                hot_standby_feedback = on
                sync_replication_slots = on
                """
                        .formatted(port()));
        EmbeddedPostgres.Builder builder =
                builder(Map.of("wal_level", "logical"))
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false);
        return new TestServer(builder.start());
    }

    /** Without what is of the running server alone. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String name = from.relativize(file).toString();
                boolean own =
                        name.startsWith("postmaster.")
                                || name.startsWith("pg_replslot/")
                                || name.startsWith("pg_wal/0");
                if (Files.isDirectory(file) && !own) {
                    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
                    Files.createDirectories(
                            to.resolve(name), PosixFilePermissions.asFileAttribute(owner));
                } else if (!own && Files.exists(file)) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
    }

    int port() {
        return server.getPort();
    }

    /** The server may notice late that a reader is gone. */
    void awaitUnread(String slot) {
        String query =
                "SELECT active FROM pg_replication_slots WHERE slot_name = '%s'".formatted(slot);
        await().atMost(TestSource.PATIENCE).until(() -> ask(query), "f"::equals);
    }

    /** Once nobody reads from it. */
    void dropSlot(String name) {
        awaitUnread(name);
        run("SELECT pg_drop_replication_slot('%s')".formatted(name));
    }

    String dsn() {
        return dsn("postgres", "unused", "postgres");
    }

    String dsn(String user, String password, String database) {
        return "postgres://%s:%s@127.0.0.1:%d/%s".formatted(user, password, port(), database);
    }

    @Override
    public TestSource source(String id, String... tables) {
        return new TestSource(id, dsn(), tables);
    }

    @Override
    public TableId table(String name) {
        return new TableId("public", name);
    }

    @Override
    public Connection connect() throws SQLException {
        return connect("postgres");
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port(), database));
    }

    void runIn(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills it as a power failure would, and starts it again over the same files. */
    void crash() throws IOException, InterruptedException {
        Path folder = Path.of(String.valueOf(ask("SHOW data_directory")));
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // a server refuses to run as root
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        await().atMost(TestSource.PATIENCE).pollDelay(Duration.ZERO).until(() -> starts(command));
    }

    /** Not before the last process of the killed server is gone. */
    private boolean starts(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        while (process.isAlive()) {
            if (answers()) {
                return true;
            }
        }
        return false;
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
