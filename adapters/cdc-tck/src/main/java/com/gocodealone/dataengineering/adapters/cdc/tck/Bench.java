package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a rule works with. For one thread. */
final class Bench {
    private final CdcProvider provider;
    private final SourceFixture fixture;
    private final Supplier<Duration> patience;
    private final List<Subject> subjects = new ArrayList<>();

    Bench(CdcProvider provider, SourceFixture fixture, Supplier<Duration> patience) {
        this.provider = provider;
        this.fixture = fixture;
        this.patience = patience;
    }

    CdcProvider provider() {
        return provider;
    }

    SourceFixture fixture() {
        return fixture;
    }

    Patience patience() {
        return new Patience(patience.get());
    }

    /** A new table with its source, which is not open. */
    Subject subject(String name) throws Exception {
        TableId table = fixture.create(name);
        MemoryContext context = new MemoryContext();
        Subject subject = new Subject(fixture, table, context, reader(name, table, context));
        subjects.add(subject);
        return subject;
    }

    /** A new table whose source is open. */
    Subject open(String name) throws Exception {
        Subject subject = subject(name);
        subject.reader().open();
        return subject;
    }

    SourceReader reader(String id, TableId table, StreamContext context) {
        return new SourceReader(provider, fixture.source(id, table), context, patience.get());
    }

    boolean declares(Subject subject, Capability capability) {
        return provider.capabilities(subject.reader().source()).contains(capability);
    }

    /** Leaves nothing of the last rule for the next one. */
    void clear() throws Exception {
        fixture.heal();
        for (Subject subject : subjects) {
            subject.reader().close();
            if (declares(subject, Capability.RELEASE)) {
                release(subject);
            }
        }
        subjects.clear();
    }

    /** Whether that works is for a rule to say. */
    private void release(Subject subject) throws InterruptedException {
        try {
            provider.release(subject.reader().source(), subject.context());
        } catch (Failure stays) {
            return;
        }
    }
}
