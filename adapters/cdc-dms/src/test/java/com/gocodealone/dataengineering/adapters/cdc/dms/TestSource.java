package com.gocodealone.dataengineering.adapters.cdc.dms;

import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.adapters.cdc.tck.MemoryContext;
import com.gocodealone.dataengineering.adapters.testing.dms.AwsSandbox;
import com.gocodealone.dataengineering.adapters.testing.dms.DmsFake;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.SchemaVersion;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A table, a task that reads it into a stream of its own, and a source. For one thread. */
final class TestSource implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Sandbox sandbox;
    private final String name;
    private final String streamArn;
    private final String taskArn;
    private final MemoryContext state = new MemoryContext();
    private final List<SchemaVersion> structures = new ArrayList<>();
    private final Map<String, Object> options;
    private @Nullable String connection;
    private @Nullable ChangeStream stream;

    private TestSource(Sandbox sandbox, String name, String streamArn, String taskArn) {
        this.sandbox = sandbox;
        this.name = name;
        this.streamArn = streamArn;
        this.taskArn = taskArn;
        this.options = new LinkedHashMap<>(sandbox.aws().options());
        options.put("task_arn", taskArn);
    }

    /** A table {@code public.<name>} with columns id and note, and a task that does not run yet. */
    static TestSource create(Sandbox sandbox, String name, String migrationType, int shards)
            throws Exception {
        sandbox.database()
                .execute(
                        """
                        CREATE TABLE %s (id bigint PRIMARY KEY, note text);
                        ALTER TABLE %s REPLICA IDENTITY FULL
                        """
                                .formatted(name, name));
        AwsSandbox aws = sandbox.aws();
        String id = name.replace('_', '-');
        String streamArn = aws.createStream(id, shards);
        String taskArn = aws.createTask(id, "public." + name, migrationType, streamArn);
        return new TestSource(sandbox, name, streamArn, taskArn);
    }

    /** The usual one: rows and changes, one shard. */
    static TestSource create(Sandbox sandbox, String name) throws Exception {
        return create(sandbox, name, "full-load-and-cdc", 1);
    }

    String taskArn() {
        return taskArn;
    }

    String streamArn() {
        return streamArn;
    }

    MemoryContext state() {
        return state;
    }

    void set(String option, Object value) {
        options.put(option, value);
    }

    /** From now on the source makes a task for the stream, which reads {@code dsn}. */
    void createsItsTask(String dsn) {
        options.remove("task_arn");
        options.put("create", true);
        options.put("replication_instance_arn", DmsFake.INSTANCE_ARN);
        options.put("stream_arn", streamArn);
        options.put("service_access_role_arn", "arn:aws:iam::123456789012:role/dms");
        connection = dsn;
    }

    SourceSpec spec() {
        return new SourceSpec(
                name,
                "dms",
                "postgres",
                connection,
                List.of("public." + name),
                Settings.of(options));
    }

    ChangeStream open() throws InterruptedException {
        ChangeStream opened = new DmsProvider().open(spec(), state);
        stream = opened;
        return opened;
    }

    ChangeStream reopen() throws InterruptedException {
        close();
        return open();
    }

    ChangeStream stream() {
        return Objects.requireNonNull(stream, "it is not open");
    }

    /** Inserts rows, both ends included, and waits until the task has written them. */
    void insert(long from, long to) throws SQLException {
        sandbox.database()
                .execute(
                        "INSERT INTO %s SELECT i, 'row ' || i FROM generate_series(%d, %d) i"
                                .formatted(name, from, to));
        moved();
    }

    void execute(String sql) throws SQLException {
        sandbox.database().execute(sql.replace("$table", name));
    }

    void moved() throws SQLException {
        sandbox.aws().awaitMoved(taskArn);
    }

    void awaitRunning() {
        eventually(
                () -> {
                    if (!sandbox.aws().dms().status(taskArn).equals("running")) {
                        throw new AssertionError("the task does not run");
                    }
                });
    }

    /** The next changes, not acknowledged. */
    List<ChangeEvent> next(int count) throws InterruptedException {
        List<ChangeEvent> events = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (events.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "%d changes were to come, and there are only %d"
                                .formatted(count, events.size()));
            }
            ChangeBatch batch = stream().poll(SHORT);
            events.addAll(batch.events());
            structures.addAll(batch.schemas());
        }
        return events;
    }

    /** The next changes, acknowledged. */
    List<ChangeEvent> take(int count) throws InterruptedException {
        List<ChangeEvent> events = next(count);
        stream().acknowledge(events.getLast().position());
        return events;
    }

    /** The structures that came by now. */
    List<SchemaVersion> structures() {
        return structures;
    }

    StreamStatus status() {
        return stream().status();
    }

    /** Why polling ends. */
    Failure breakdown() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                stream().poll(SHORT);
            }
        } catch (Failure failure) {
            return failure;
        }
        throw new AssertionError("the stream still goes on");
    }

    static List<Long> ids(List<ChangeEvent> events) {
        return events.stream()
                .map(event -> (Long) Objects.requireNonNull(event.key()).value("id"))
                .toList();
    }

    static @Nullable Object value(@Nullable Row row, String column) {
        return Objects.requireNonNull(row, "a row is missing").value(column);
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion);
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
