package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads one source as the host does, with at most one stream at a time. For one thread. */
public final class SourceReader implements AutoCloseable {
    private static final Duration SHORT = Duration.ofMillis(100);

    /** What a host answers by trying again. */
    private static final Set<Failure.Kind> PASSING =
            Set.of(Failure.Kind.CONFLICT, Failure.Kind.UNAVAILABLE);

    private final CdcProvider provider;
    private final SourceSpec source;
    private final StreamContext context;
    private final Duration patience;
    private @Nullable ChangeStream stream;
    private boolean isOpen;

    /**
     * @param patience how long a change may take to come
     */
    public SourceReader(
            CdcProvider provider, SourceSpec source, StreamContext context, Duration patience) {
        this.provider = provider;
        this.source = source;
        this.context = context;
        this.patience = patience;
    }

    public SourceSpec source() {
        return source;
    }

    /** Opens a stream. */
    public ChangeStream open() throws InterruptedException {
        ChangeStream opened = provider.open(source, context);
        stream = opened;
        isOpen = true;
        return opened;
    }

    /** Closes the stream and opens the next one, again while the source says that this passes. */
    public ChangeStream reopen() throws InterruptedException {
        close();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return open();
            } catch (Failure failure) {
                if (!PASSING.contains(failure.kind()) || System.nanoTime() > deadline) {
                    throw failure;
                }
            }
        }
    }

    /** The stream that is open, or was last. */
    public ChangeStream stream() {
        if (stream == null) {
            throw new IllegalStateException("%s is not open".formatted(source));
        }
        return stream;
    }

    /** The next {@code count} changes, and those that came with them. */
    public List<ChangeEvent> next(int count) throws InterruptedException {
        List<ChangeEvent> events = new ArrayList<>();
        boolean came = poll(batch -> events.addAll(batch.events()) && events.size() >= count);
        if (!came) {
            throw new AssertionError(
                    "%d changes were to come, and after %s there are only these: %s"
                            .formatted(count, patience, events));
        }
        return events;
    }

    /** The next {@code count} changes, acknowledged. */
    public List<ChangeEvent> take(int count) throws InterruptedException {
        List<ChangeEvent> events = next(count);
        stream().acknowledge(events.getLast().position());
        return events;
    }

    /**
     * Polls until {@code isLast} holds of a batch, which may be an empty one.
     *
     * @return false when patience ran out before
     */
    public boolean poll(Predicate<ChangeBatch> isLast) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (isLast.test(stream().poll(SHORT))) {
                return true;
            }
        }
        return false;
    }

    /** Why it does not open. */
    public Failure refusal() throws InterruptedException {
        try {
            open();
        } catch (Failure failure) {
            return failure;
        }
        close();
        throw new AssertionError("%s opens, and should not".formatted(source));
    }

    /** Why the stream ends. */
    public Failure breakdown() throws InterruptedException {
        try {
            poll(batch -> false);
        } catch (Failure failure) {
            return failure;
        }
        throw new AssertionError("after %s the stream still goes on".formatted(patience));
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            stream().close();
        }
    }
}
