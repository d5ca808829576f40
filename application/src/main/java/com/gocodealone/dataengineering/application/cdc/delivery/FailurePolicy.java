package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.domain.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of a job whose workflow failed: another attempt, two smaller jobs, or what the
 * trigger says of an event that cannot be delivered. Confined to its delivery's thread.
 */
final class FailurePolicy {
    /** What to do with the job. */
    sealed interface Next {}

    /** Nothing more: the part is dealt with. */
    record Over() implements Next {}

    /** Start it now. */
    record AtOnce() implements Next {}

    /** Start it after {@code delay}; until then the source says {@code reason}. */
    record Later(Duration delay, String reason) implements Next {}

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private final String sourceId;
    private final Subscription subscription;
    private final TriggerOptions options;
    private final DeliveryRuntime runtime;
    private final EventWriter writer;
    private final Backoff backoff;
    private final Attempts attempts;

    FailurePolicy(
            String sourceId,
            Subscription subscription,
            DeliveryRuntime runtime,
            EventWriter writer) {
        this.sourceId = sourceId;
        this.subscription = subscription;
        this.options = subscription.options();
        this.runtime = runtime;
        this.writer = writer;
        this.backoff = options.retry().backoffOr(runtime.backoff());
        this.attempts =
                Attempts.load(
                        runtime.states().get().of("attempts:" + sourceId), subscription.workflow());
    }

    /** Counts on where an earlier process stopped. */
    void remember(Job job) {
        if (job.failures() == 0 && !attempts.areNone()) {
            job.failures(attempts.of(ids(job)));
        }
    }

    /** {@code job} has come to its end. */
    void finished(Job job) {
        if (job.failures() > 0) {
            attempts.over(ids(job));
        }
    }

    private List<String> ids(Job job) {
        return job.parcels().stream()
                .map(parcel -> EventData.id(sourceId, parcel.event()))
                .toList();
    }

    Next failed(Job job, Failure failure) {
        return switch (failure.kind()) {
            case INVALID -> refused(job, failure);
            case NOT_FOUND, CONFLICT, UNSUPPORTED, UNAVAILABLE, GAP -> tried(job, failure);
        };
    }

    private Next tried(Job job, Failure failure) {
        job.failures(job.failures() + 1);
        if (!options.retry().isExhaustedBy(job.failures())) {
            if (options.retry().maxAttempts() != null) {
                attempts.failed(EventData.id(sourceId, first(job).event()), job.failures());
            }
            return later(job, failure.fact());
        }
        if (job.isSplittable() && options.errorPolicy() != OnError.STOP) {
            job.split();
            return new AtOnce();
        }
        return switch (options.errorPolicy()) {
            case DEAD_LETTER -> doomed(job, failure);
            case SKIP -> skipped(job, failure);
            case STOP -> {
                attempts.over(ids(job));
                throw new Failure(
                        Failure.Kind.INVALID,
                        "%s failed %d times with event %s and on_error is stop: %s"
                                .formatted(
                                        subscription.workflow(),
                                        job.failures(),
                                        EventData.id(sourceId, first(job).event()),
                                        failure.fact()),
                        failure);
            }
        };
    }

    /** The engine will never take it as it is. */
    private Next refused(Job job, Failure failure) {
        if (job.isSplittable()) {
            job.split();
            return new AtOnce();
        }
        return switch (options.onOversize()) {
            case DEAD_LETTER -> doomed(job, failure);
            case FAIL, TRUNCATE -> throw failure;
        };
    }

    private Later later(Job job, String fact) {
        return new Later(
                backoff.after(Math.max(1, job.failures())),
                "%s: %s".formatted(subscription.workflow(), fact));
    }

    private static Parcel first(Job job) {
        return job.part().getFirst();
    }

    private Next skipped(Job job, Failure failure) {
        LOG.warn(
                "{} skips event {} after {} attempts: {}",
                subscription.workflow(),
                EventData.id(sourceId, first(job).event()),
                job.failures(),
                failure.fact());
        return new Over();
    }

    private Next doomed(Job job, Failure failure) {
        job.doom(runtime.secrets().redact(failure.fact()));
        return new AtOnce();
    }

    /** Puts the only event of the part on disk; until that has worked, nothing is done. */
    Next putAside(Job job) {
        EventData data = writer.data(first(job).event());
        String reason = String.valueOf(job.doom());
        DeadLetters.Letter letter =
                new DeadLetters.Letter(
                        data.eventId(),
                        sourceId,
                        subscription.workflow(),
                        data.table(),
                        writer.action(),
                        Instant.now(),
                        job.failures(),
                        reason,
                        EventText.write(data));
        try {
            keep(letter);
        } catch (Failure full) {
            return later(
                    job, "event %s cannot be put aside: %s".formatted(data.eventId(), full.fact()));
        }
        LOG.warn("{} put event {} aside: {}", subscription.workflow(), data.eventId(), reason);
        return new Over();
    }

    /** There is always room for one that is kept already, but was not acknowledged. */
    private void keep(DeadLetters.Letter letter) {
        DeadLetters kept = runtime.states().get().deadLetters();
        DeadLetters.Filter same =
                new DeadLetters.Filter(
                        null, letter.workflow(), null, null, List.of(letter.eventId()));
        if (kept.count(same) == 0) {
            long bytes = letter.event().getBytes(StandardCharsets.UTF_8).length;
            options.deadLetters().checkRoom(kept.size(letter.workflow()), bytes);
        }
        kept.put(letter);
    }
}
