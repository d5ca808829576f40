package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.Clients;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Checkpoints;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.OwnTask;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads what an AWS DMS task writes into a Kinesis stream, and has the task run. Stateless and
 * thread-safe.
 */
public final class DmsProvider implements CdcProvider {
    /** For the service loader. */
    public DmsProvider() {}

    @Override
    public String name() {
        return "dms";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.INITIAL_SNAPSHOT,
                Capability.SNAPSHOT,
                Capability.SCHEMA_HISTORY,
                Capability.RELEASE);
    }

    @Override
    public void validate(SourceSpec source) {
        DmsOptions options = options(source);
        if (options.create()) {
            options.blueprint(source);
        }
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        DmsOptions options = options(source);
        Clients clients = Clients.open(options.aws(), options.anyArn());
        boolean open = false;
        try {
            ChangeStream stream = new Opening(source, options, context, clients).open();
            open = true;
            return stream;
        } finally {
            if (!open) {
                clients.close();
            }
        }
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context)
            throws InterruptedException {
        DmsOptions options = options(source);
        StateStore state = context.state();
        List<String> givenUp = new ArrayList<>();
        if (OwnTask.hasMade(state)) {
            try (Clients clients = Clients.open(options.aws(), options.anyArn())) {
                givenUp.addAll(
                        new OwnTask(clients.dms(), state, options.statusInterval()).delete());
            }
        }
        Checkpoints checkpoints = new Checkpoints(state);
        String stream = checkpoints.stream();
        if (stream != null) {
            checkpoints.forget();
            givenUp.add("the checkpoints in the stream " + stream);
        }
        return givenUp;
    }

    private static DmsOptions options(SourceSpec source) {
        try {
            return source.options().as(DmsOptions.class);
        } catch (Failure failure) {
            throw new Failure(failure.kind(), "options: " + failure.fact(), failure);
        }
    }
}
