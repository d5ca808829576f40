package com.gocodealone.dataengineering.adapters.cdc.debezium.servers;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A server in a container. Thread-safe. */
final class ContainerDatabase implements TestDatabase {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final GenericContainer<?> container;
    private final Kind kind;

    private ContainerDatabase(GenericContainer<?> container, Kind kind) {
        this.container = container;
        this.kind = kind;
    }

    private enum Kind {
        MYSQL(
                "mysql",
                3306,
                "root",
                "shop",
                "?allowPublicKeyRetrieval=true&allowMultiQueries=true"),
        POSTGRES("postgres", 5432, "postgres", "public", "");

        private final String type;
        private final int port;
        private final String user;
        private final String schema;
        private final String parameters;

        Kind(String type, int port, String user, String schema, String parameters) {
            this.type = type;
            this.port = port;
            this.user = user;
            this.schema = schema;
            this.parameters = parameters;
        }

        String jdbc() {
            return this == MYSQL ? "mysql" : "postgresql";
        }
    }

    /**
     * @param image such as mysql:8.4 or postgres:18; with gtid behind it, MySQL numbers its
     *     transactions
     */
    static ContainerDatabase start(String image) {
        String[] words = image.split(" ", -1);
        Kind kind = image.startsWith("mysql") ? Kind.MYSQL : Kind.POSTGRES;
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(words[0]));
        container.withExposedPorts(kind.port).withStartupTimeout(PATIENCE);
        switch (kind) {
            case MYSQL -> {
                container.withEnv("MYSQL_ROOT_PASSWORD", TestSource.PASSWORD);
                container.withEnv("MYSQL_DATABASE", "shop");
                container.withCommand(
                        "--server-id=7",
                        "--log-bin",
                        "--gtid-mode=" + (words.length > 1 ? "ON" : "OFF"),
                        "--enforce-gtid-consistency=ON");
            }
            case POSTGRES -> {
                container.withEnv("POSTGRES_PASSWORD", TestSource.PASSWORD);
                container.withCommand("postgres", "-c", "wal_level=logical");
            }
        }
        container.start();
        ContainerDatabase database = new ContainerDatabase(container, kind);
        await().atMost(PATIENCE).until(database::answers);
        return database;
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private String place() {
        return "%s:%d/%s"
                .formatted(
                        container.getHost(),
                        container.getMappedPort(kind.port),
                        kind == Kind.MYSQL ? kind.schema : kind.user);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:%s://%s%s".formatted(kind.jdbc(), place(), kind.parameters),
                kind.user,
                TestSource.PASSWORD);
    }

    @Override
    public TestSource source(String id, String... tables) {
        String dsn = "%s://%s:%s@%s".formatted(kind.type, kind.user, TestSource.PASSWORD, place());
        return new TestSource(id, dsn, tables).of(kind.type);
    }

    @Override
    public TableId table(String name) {
        return new TableId(kind.schema, name);
    }

    @Override
    public void close() {
        container.close();
    }
}
