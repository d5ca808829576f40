package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.CompletedStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import java.util.List;
import java.util.Set;

/**
 * Reads databases, and whatever else Bento has an input for, with a process of the Bento family.
 * Stateless and thread-safe.
 */
public final class BentoProvider implements CdcProvider {
    /** For the service loader. */
    public BentoProvider() {}

    @Override
    public String name() {
        return "bento";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.INITIAL_SNAPSHOT,
                Capability.SCHEMA_HISTORY,
                Capability.LAG_BYTES,
                Capability.RETENTION,
                Capability.RELEASE);
    }

    @Override
    public Set<Capability> capabilities(SourceSpec source) {
        return Setup.of(source).origin().capabilities();
    }

    @Override
    public void validate(SourceSpec source) {
        Setup.of(source);
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        Setup setup = Setup.of(source);
        Memory memory = new Memory(context.state());
        if (setup.origin().isComplete(memory)) {
            return new CompletedStream(memory.acknowledged());
        }
        try {
            return open(setup, memory, context.begin(), context);
        } catch (Failure failure) {
            boolean anew = setup.options().snapshotMode() == SnapshotMode.WHEN_NEEDED;
            if (failure.kind() != Failure.Kind.GAP || !anew) {
                throw failure;
            }
            return open(setup, memory, Begin.SNAPSHOT, context);
        }
    }

    private static ChangeStream open(Setup setup, Memory memory, Begin begin, StreamContext context)
            throws InterruptedException {
        Session session = Session.start(setup, begin, memory, context.maxQueuedBytes());
        if (begin != Begin.RESUME) {
            memory.forget();
        }
        return new BentoStream(session, memory);
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context)
            throws InterruptedException {
        List<String> dropped = Setup.of(source).origin().release();
        new Memory(context.state()).forget();
        return dropped;
    }
}
