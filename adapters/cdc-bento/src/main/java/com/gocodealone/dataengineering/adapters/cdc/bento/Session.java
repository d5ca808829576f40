package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.adapters.cdc.bento.Template.Envelope;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * What runs while a stream is open: a Bento with a stream of its own for the source, where it
 * brings what it reads, and what watches it. Made and closed by one thread.
 */
final class Session implements AutoCloseable {
    private static final long STEP_MILLIS = 20;

    private final Setup setup;
    private final Intake intake;
    private final Log log;
    private final Receiver receiver;
    private @Nullable BentoProcess process;
    private @Nullable RestApi api;
    private @Nullable Vitals vitals;

    private Session(Setup setup, long maxQueuedBytes) {
        this.setup = setup;
        this.intake = new Intake(new Decoder(setup.origin().schema()), maxQueuedBytes);
        this.log = new Log(setup.origin().secrets(), intake::fail);
        this.receiver = Receiver.start(setup.stream(), intake);
    }

    /**
     * Starts everything and waits until Bento is connected to the source.
     *
     * @throws Failure that says why it is not
     */
    static Session start(Setup setup, Begin begin, Memory memory, long maxQueuedBytes)
            throws InterruptedException {
        Session session = new Session(setup, maxQueuedBytes);
        boolean open = false;
        try {
            session.open(begin, memory);
            open = true;
            return session;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE, "Bento does not answer: " + e.getMessage(), e);
        } finally {
            if (!open) {
                session.close();
            }
        }
    }

    private void open(Begin begin, Memory memory) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + setup.options().connectTimeout().toNanos();
        RestApi bento = connect();
        api = bento;
        await(deadline, bento::isUp);
        begin(bento, begin, memory);
        await(deadline, () -> bento.isReady() || hasComplained());
        vitals = Vitals.watch(bento, setup.stream());
    }

    private RestApi connect() throws InterruptedException {
        String url = setup.options().url();
        if (url != null) {
            return RestApi.at(url);
        }
        Program program = Program.with(setup.origin().input(), setup.options().executable());
        BentoProcess started = BentoProcess.start(program, log, intake::fail);
        process = started;
        return started.api();
    }

    /** Not every Bento knows our envelope and all of our input's fields. */
    private void begin(RestApi bento, Begin begin, Memory memory)
            throws IOException, InterruptedException {
        try {
            boolean changes = setup.origin().isOfChanges();
            Map<String, Object> fields = setup.origin().fields(begin, memory);
            bento.put(setup.stream(), config(fields, changes ? Envelope.OWN : Envelope.ANY));
        } catch (Failure refusal) {
            String fact = refusal.fact();
            if (!fact.contains("control_messages") && !fact.contains(Template.OWN_ENVELOPE)) {
                throw refused(refusal);
            }
            bento.put(setup.stream(), config(setup.origin().commonFields(), Envelope.CHANGES));
        }
    }

    private Failure refused(Failure refusal) {
        String said = setup.origin().secrets().redact(refusal.fact());
        return new Failure(refusal.kind(), "options: Bento does not take this: " + said);
    }

    private Map<String, Object> config(Map<String, Object> input, Envelope envelope) {
        Template.Route route = new Template.Route(envelope, receiver.url());
        return Template.of(input, setup.options().processors(), route);
    }

    /** An input that says nothing of its own tells in the log that it is not connected. */
    private boolean hasComplained() throws InterruptedException {
        intake.awaitEnd(0);
        String complaint = log.complaint();
        if (complaint != null && complaint.startsWith("Failed to connect")) {
            throw new Failure(Failure.Kind.UNAVAILABLE, complaint);
        }
        return false;
    }

    /** Something that Bento has to do. */
    private interface Step {
        boolean isDone() throws IOException, InterruptedException;
    }

    private void await(long deadline, Step step) throws IOException, InterruptedException {
        while (!step.isDone()) {
            intake.awaitEnd(STEP_MILLIS);
            if (System.nanoTime() > deadline) {
                String complaint = log.complaint();
                Duration waited = setup.options().connectTimeout();
                throw new Failure(
                        Failure.Kind.UNAVAILABLE,
                        complaint == null
                                ? "Bento was not connected within %d s"
                                        .formatted(waited.toSeconds())
                                : complaint);
            }
        }
    }

    Intake intake() {
        return intake;
    }

    Origin origin() {
        return setup.origin();
    }

    Log log() {
        return log;
    }

    Vitals vitals() {
        if (vitals == null) {
            throw new IllegalStateException("not open");
        }
        return vitals;
    }

    /** Does all of it also when interrupted. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        closeAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        intake.close();
        if (vitals != null) {
            vitals.close();
        }
        if (process != null) {
            process.close();
        } else {
            deleteStream();
        }
        receiver.close();
        if (api != null) {
            api.close();
        }
    }

    /** In a Bento that is not ours. */
    private void deleteStream() {
        try {
            if (api != null) {
                api.delete(setup.stream());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It is gone, and the stream with it.
        }
    }
}
