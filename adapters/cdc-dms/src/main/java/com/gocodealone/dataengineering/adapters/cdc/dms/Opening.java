package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.dms.aws.Clients;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Beginning;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Checkpoints;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.DataStream;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.PageQueue;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Reading;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Scan;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.ShardReaders;
import com.gocodealone.dataengineering.adapters.cdc.dms.kinesis.Tips;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Decoder;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Definitions;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.Ignition;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.OwnTask;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.Review;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.Supervisor;
import com.gocodealone.dataengineering.adapters.cdc.dms.task.Task;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** Opens one stream: looks at the task, decides where reading begins, and has both run. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /** So long, at most, a stream is looked through for structures of tables. */
    private static final Duration SCAN_BUDGET = Duration.ofSeconds(20);

    private final SourceSpec source;
    private final DmsOptions options;
    private final StreamContext context;
    private final Clients clients;
    private final StateStore state;

    /**
     * @param clients closed with the stream, once it is open
     */
    Opening(SourceSpec source, DmsOptions options, StreamContext context, Clients clients) {
        this.source = source;
        this.options = options;
        this.context = context;
        this.clients = clients;
        this.state = context.state();
    }

    ChangeStream open() throws InterruptedException {
        Task task = new Task(clients.dms(), taskArn());
        Review review = Review.of(task, options.streamArn(), options.beforeImageField());
        DataStream stream = new DataStream(clients.kinesis(), review.streamArn());
        Checkpoints checkpoints = new Checkpoints(state);
        begin(stream, checkpoints);
        PageQueue queue = new PageQueue(context.maxQueuedBytes());
        Tips tips = new Tips();
        Supervisor supervisor =
                Supervisor.start(
                        new Supervisor.Duties(
                                task,
                                new Ignition(task, state, options.start()),
                                state,
                                options.statusInterval(),
                                review.warnings()),
                        clients.cloudWatch(),
                        queue::fail);
        ShardReaders readers;
        try {
            Reading reading = new Reading(queue, tips, options.pollInterval());
            readers = ShardReaders.start(stream, checkpoints, reading);
        } catch (RuntimeException | InterruptedException e) {
            supervisor.close();
            throw e;
        }
        Decoder decoder = new Decoder(source.patterns(), options.beforeImageField(), state);
        return new DmsStream(
                new DmsStream.Parts(queue, tips, decoder, checkpoints, supervisor),
                () -> {
                    readers.close();
                    supervisor.close();
                    clients.close();
                });
    }

    private String taskArn() throws InterruptedException {
        String arn = options.taskArn();
        if (arn != null) {
            return arn;
        }
        return new OwnTask(clients.dms(), state, options.statusInterval())
                .arn(options.blueprint(source));
    }

    private void begin(DataStream stream, Checkpoints checkpoints) throws InterruptedException {
        DataStream.Summary summary = stream.summary();
        switch (context.begin()) {
            case RESUME -> {
                if (checkpoints.stream() != null) {
                    new Beginning(stream, summary, checkpoints).check();
                } else if (options.startPosition() == DmsOptions.StartPosition.LATEST) {
                    beginLatest(stream, summary, checkpoints);
                } else {
                    checkpoints.begin(summary.incarnation(), null);
                }
            }
            case LATEST -> beginLatest(stream, summary, checkpoints);
            case SNAPSHOT -> {
                Ignition.wishReload(state);
                // What the task wrote before is of no use once it writes all rows again.
                checkpoints.begin(summary.incarnation(), summary.now());
            }
        }
    }

    /** The structures of tables were told before, when the task began. */
    private void beginLatest(DataStream stream, DataStream.Summary summary, Checkpoints checkpoints)
            throws InterruptedException {
        Definitions definitions = new Definitions();
        boolean complete = new Scan(stream, summary.now(), definitions::visit).run(SCAN_BUDGET);
        LOG.info(
                "structures of {} tables were found in the stream, {} of which was looked through",
                definitions.entries().size(),
                complete ? "all" : "a part");
        state.put(definitions.entries());
        checkpoints.begin(summary.incarnation(), summary.now());
    }
}
