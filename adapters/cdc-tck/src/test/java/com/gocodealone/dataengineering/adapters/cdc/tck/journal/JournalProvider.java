package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Reads journals, with one fault or none. */
public final class JournalProvider implements CdcProvider {
    static final String NAME = "journal";
    static final String SECRET = "hunter2";

    private final Fault fault;

    /** For the service loader. */
    public JournalProvider() {
        this(Fault.NONE);
    }

    /** With a fault that no option can show. */
    public JournalProvider(Fault fault) {
        this.fault = fault;
        if (fault == Fault.STARTS_WHEN_CONSTRUCTED) {
            Thread.ofPlatform().daemon().start(LockSupport::park);
        }
    }

    @Override
    public String name() {
        return fault == Fault.HAS_ANOTHER_NAME ? "diary" : NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return fault == Fault.CAN_MORE_THAN_ITS_PROVIDER
                ? EnumSet.of(Capability.SNAPSHOT)
                : EnumSet.allOf(Capability.class);
    }

    @Override
    public Set<Capability> capabilities(SourceSpec source) {
        return Options.of(source).declared();
    }

    @Override
    public void validate(SourceSpec source) {
        switch (fault) {
            case TAKES_WRONG_VALUES ->
                    source.options().without(List.of("batch_events")).as(Options.class);
            case NAMES_ONE_WRONG_OPTION_ONLY ->
                    source.options().without(List.of("nor_this_one")).as(Options.class);
            default -> source.options().as(Options.class);
        }
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) {
        Options options = Options.of(source);
        if (options.fault() != Fault.OPENS_WHAT_IS_NOT_VALID) {
            validate(source);
        }
        Journal journal = journal(source);
        if (!journal.isReachable()) {
            throw refusal(options.fault());
        }
        return new JournalStream(
                journal, table(source), options, new Memory(context, journal, options));
    }

    private static Failure refusal(Fault fault) {
        return switch (fault) {
            case CALLS_AN_UNREACHABLE_SOURCE_INVALID ->
                    new Failure(Failure.Kind.INVALID, "the journal is wrong");
            case TELLS_THE_SECRET ->
                    new Failure(Failure.Kind.UNAVAILABLE, "no journal lets in " + SECRET);
            default -> new Failure(Failure.Kind.UNAVAILABLE, "the journal is out of reach");
        };
    }

    private static Journal journal(SourceSpec source) {
        String connection = Objects.requireNonNull(source.connection());
        return new Journal(Path.of(connection.substring(connection.indexOf('@') + 1)));
    }

    private static String table(SourceSpec source) {
        return source.tables().getFirst().substring("journal.".length());
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context) {
        if (!Options.of(source).does(Capability.RELEASE)) {
            throw new Failure(Failure.Kind.UNSUPPORTED, "a journal keeps nothing");
        }
        StateStore state = context.state();
        if (state.get(Memory.OFFSET) == null) {
            return List.of();
        }
        state.remove(Memory.OFFSET);
        return List.of("what was acknowledged of the journal");
    }

    @Override
    public List<Finding> diagnose(SourceSpec source, StreamContext context) {
        if (!Options.of(source).does(Capability.DIAGNOSIS)) {
            return List.of();
        }
        return journal(source).isReachable()
                ? List.of(new Finding(Finding.Grade.OK, "journal", "it is there", null))
                : List.of(new Finding(Finding.Grade.ERROR, "journal", "it is not there", null));
    }
}
