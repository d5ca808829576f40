package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.delivery.DeliveryRuntime;
import com.gocodealone.dataengineering.application.cdc.delivery.EventData;
import com.gocodealone.dataengineering.application.cdc.delivery.EventText;
import com.gocodealone.dataengineering.application.cdc.delivery.Replay;
import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** {@code step.cdc_dead_letters}: looks at the events that were put aside, and decides. */
public final class CdcDeadLetters implements Step<CdcDeadLetters.Input, CdcDeadLetters.Output> {
    /** What to do with the letters that are chosen. */
    public enum Action {
        /** Say which there are. */
        LIST,
        /** Say them with their events. */
        SHOW,
        /** Run their workflows again. */
        REPLAY,
        /** Forget them. */
        DROP
    }

    /** The keys of the step; letters that fit everything given are chosen. */
    public record Input(
            @Doc("What to do with the letters: show is a list with the events") @Default("list")
                    Action action,
            @Doc("Only those of this source") @Nullable String sourceId,
            @Doc("Only those of this workflow, such as pipeline:audit") @Nullable String workflow,
            @Doc("Only those of this table, such as public.orders") @Nullable String table,
            @Doc("Only those put aside since then; ISO-8601") @Nullable Instant since,
            @Doc("Only these events") @Alias("event_id") List<String> eventIds,
            @Doc("At most so many, the oldest first") @Default("100") int limit) {
        public Input {
            Problems problems = new Problems();
            if (limit < 1) {
                problems.add("limit: %d must be at least 1".formatted(limit));
            }
            problems.throwIfAny();
        }

        DeadLetters.Filter filter() {
            return new DeadLetters.Filter(sourceId, workflow, table, since, eventIds);
        }
    }

    /** A letter. */
    public record Letter(
            @Doc("Names the change") String eventId,
            @Doc("The source it came from") String sourceId,
            @Doc("The workflow that could not be run") String workflow,
            @Doc("The table") String table,
            @Doc("When it was put aside, or failed again; ISO-8601, UTC") Instant at,
            @Doc("How often it has failed") int attempts,
            @Doc("Why") String reason,
            @Doc("The event, with show") @Nullable EventData event) {

        static Letter of(DeadLetters.Letter letter, boolean withEvent) {
            return new Letter(
                    letter.eventId(),
                    letter.sourceId(),
                    letter.workflow(),
                    letter.table(),
                    letter.at(),
                    letter.attempts(),
                    letter.reason(),
                    withEvent ? EventText.read(letter.event()) : null);
        }
    }

    /** What the step says. */
    public record Output(
            @Doc("What was done") Action action,
            @Doc("How many letters it was done with") int count,
            @Doc("How many failed again in a replay, or had to wait for one that did") int failed,
            @Doc("How many letters that fit are there now") long remaining,
            @Doc(
                            "Those listed or shown, or that failed again: event_id, source_id,"
                                + " workflow, table, at, attempts, reason and, with show, event")
                    List<Letter> letters) {}

    private final DeliveryRuntime runtime;
    private final Replay replay;

    public CdcDeadLetters(DeliveryRuntime runtime) {
        this.runtime = runtime;
        this.replay = new Replay(runtime);
    }

    @Override
    public String type() {
        return "step.cdc_dead_letters";
    }

    @Override
    public String doc() {
        return "Lists, shows, replays or drops the events that a trigger put aside.";
    }

    @Override
    public Class<Input> input() {
        return Input.class;
    }

    @Override
    public Class<Output> output() {
        return Output.class;
    }

    @Override
    public Output execute(Input input) throws InterruptedException {
        DeadLetters kept = runtime.states().get().deadLetters();
        List<DeadLetters.Letter> chosen = kept.find(input.filter(), input.limit());
        return switch (input.action()) {
            case LIST -> said(input, kept, chosen);
            case SHOW -> said(input, kept, chosen);
            case REPLAY -> {
                List<DeadLetters.Letter> failed = replay.run(chosen);
                yield new Output(
                        input.action(),
                        chosen.size() - failed.size(),
                        failed.size(),
                        kept.count(input.filter()),
                        failed.stream().map(letter -> Letter.of(letter, false)).toList());
            }
            case DROP -> {
                if (input.filter().isOpen()) {
                    throw new Failure(
                            Failure.Kind.INVALID,
                            "drop needs source_id, workflow, table, since or event_ids, so that not"
                                    + " everything is dropped by mistake");
                }
                kept.remove(chosen);
                yield new Output(
                        input.action(), chosen.size(), 0, kept.count(input.filter()), List.of());
            }
        };
    }

    private static Output said(Input input, DeadLetters kept, List<DeadLetters.Letter> chosen) {
        boolean withEvent = input.action() == Action.SHOW;
        return new Output(
                input.action(),
                chosen.size(),
                0,
                kept.count(input.filter()),
                chosen.stream().map(letter -> Letter.of(letter, withEvent)).toList());
    }
}
