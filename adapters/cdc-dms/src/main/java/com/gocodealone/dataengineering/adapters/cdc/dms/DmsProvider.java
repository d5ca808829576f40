package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.Clients;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Checkpoints;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

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
        options(source);
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
        options(source);
        Checkpoints checkpoints = new Checkpoints(context.state());
        String stream = checkpoints.stream();
        checkpoints.forget();
        return stream == null ? List.of() : List.of("the checkpoints in the stream " + stream);
    }

    private static DmsOptions options(SourceSpec source) {
        try {
            return source.options().as(DmsOptions.class);
        } catch (Failure failure) {
            throw new Failure(failure.kind(), "options: " + failure.fact(), failure);
        }
    }
}
