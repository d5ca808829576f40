package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.tck.MemoryContext;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A source under test: its configuration, its state, and at most one open stream. */
public final class TestSource implements AutoCloseable {
    public static final String PASSWORD = "hunter2";

    /** A busy machine takes its time. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration SHORT = Duration.ofMillis(200);

    private final String id;
    private String dsn;
    private final List<String> tables;
    private final Map<String, @Nullable Object> options = new LinkedHashMap<>();
    private final MemoryContext state = new MemoryContext();
    private String type = "postgres";
    private @Nullable ChangeStream stream;

    /** Whether the stream is not the first: the server may still serve the one before. */
    private boolean again;

    public TestSource(String id, String dsn, String... tables) {
        this.id = id;
        this.dsn = dsn;
        this.tables = List.of(tables);
    }

    public TestSource with(String option, Object value) {
        options.put(option, value);
        return this;
    }

    /** A source of this kind of database. */
    public TestSource of(String sourceType) {
        type = sourceType;
        return this;
    }

    /** From now on the database is elsewhere. */
    public TestSource at(String elsewhere) {
        dsn = elsewhere;
        return this;
    }

    public MemoryContext state() {
        return state;
    }

    public SourceSpec spec() {
        return new SourceSpec(id, "debezium", type, dsn, tables, Settings.of(options));
    }

    /** As the host does it: again while the server still serves a connection that was closed. */
    public ChangeStream open() throws InterruptedException {
        again = stream != null;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                ChangeStream opened = new DebeziumProvider().open(spec(), state);
                stream = opened;
                return opened;
            } catch (Failure failure) {
                if (!passes(failure) || System.nanoTime() > deadline) {
                    throw failure;
                }
            }
        }
    }

    private boolean passes(Failure failure) {
        return again && failure.kind() == Failure.Kind.CONFLICT;
    }

    /** The same: what is open already may still find the closed connection. */
    public ChangeBatch poll(Duration patience) throws InterruptedException {
        try {
            return stream().poll(patience);
        } catch (Failure failure) {
            if (!passes(failure)) {
                throw failure;
            }
            reopen();
            return ChangeBatch.EMPTY;
        }
    }

    /** Until {@link #open}. */
    public void stop() {
        close();
    }

    public ChangeStream reopen() throws InterruptedException {
        stop();
        return open();
    }

    /** Why it does not open; never with the password of the tests. */
    public Failure refusal() throws InterruptedException {
        try {
            open();
        } catch (Failure failure) {
            assertThat(failure.fact()).doesNotContain(PASSWORD);
            return failure;
        } finally {
            stop();
        }
        throw new AssertionError("the source is open");
    }

    public void isInvalid(String sentence) throws InterruptedException {
        Failure failure = refusal();
        assertThat(failure.fact()).contains(sentence);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    }

    public ChangeStream stream() {
        if (stream == null) {
            throw new IllegalStateException("not open");
        }
        return stream;
    }

    /** The next {@code count} events, and those that came with them. */
    public List<ChangeEvent> next(int count) throws InterruptedException {
        List<ChangeEvent> events = new ArrayList<>();
        pollUntil(events, all -> all.size() >= count);
        assertThat(events).as("what comes within %s", PATIENCE).hasSizeGreaterThanOrEqualTo(count);
        return events;
    }

    /** The next {@code count} events, acknowledged. */
    public List<ChangeEvent> take(int count) throws InterruptedException {
        List<ChangeEvent> events = next(count);
        stream().acknowledge(events.getLast().position());
        return events;
    }

    /** Adds to {@code events} until they are as wanted. */
    public void pollUntil(List<ChangeEvent> events, Predicate<List<ChangeEvent>> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(events) && System.nanoTime() < deadline) {
            ChangeBatch batch = poll(SHORT);
            events.addAll(batch.events());
        }
    }

    /** What comes while nobody expects anything. */
    public List<ChangeEvent> unexpected() throws InterruptedException {
        return poll(Duration.ofMillis(500)).events();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
