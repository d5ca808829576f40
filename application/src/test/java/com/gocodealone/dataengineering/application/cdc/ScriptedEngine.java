package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/** An engine whose workflows end when a test says so, and as it says. Thread-safe. */
final class ScriptedEngine implements Engine {
    /** One run of a workflow. */
    final class Call {
        private final String workflow;
        private final String action;
        private final Map<String, @Nullable Object> data;
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Thread caller = Thread.currentThread();

        Call(String workflow, String action, Map<String, @Nullable Object> data) {
            this.workflow = workflow;
            this.action = action;
            this.data = data;
        }

        String action() {
            return action;
        }

        Map<String, @Nullable Object> data() {
            return data;
        }

        String eventId() {
            return String.valueOf(data.get("event_id"));
        }

        /** The number of the event in the log. */
        int number() {
            return Integer.parseInt(String.valueOf(data.get("position")));
        }

        /** The ids of its events: one, or those of a batch. */
        List<String> eventIds() {
            return events().stream()
                    .map(one -> String.valueOf(one.entries.get("event_id")))
                    .toList();
        }

        private List<Data> events() {
            return data.get("events") instanceof List<?> many
                    ? many.stream().map(Data.class::cast).toList()
                    : List.of(new Data(data));
        }

        int bytesOfEvents() {
            return events().stream().mapToInt(Data::bytes).sum();
        }

        /** Whether it runs and somebody waits for its end. */
        boolean isPending() {
            return !end.isDone() && caller.isAlive();
        }

        /** Whether whoever started it has come to its end. */
        boolean isForgotten() {
            return !caller.isAlive();
        }

        void succeed() {
            synchronized (ScriptedEngine.this) {
                succeeded.add(this);
            }
            end.complete(null);
        }

        void fail(Throwable failure) {
            end.completeExceptionally(failure);
        }

        void fail() {
            fail(new Failure(Failure.Kind.UNAVAILABLE, "step \"x\" failed"));
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final List<Call> succeeded = new ArrayList<>();
    private final Map<String, Function<Call, String>> decisions = new HashMap<>();
    private volatile int mostBytes = 4 << 20;

    /** Data, with the size of its text. */
    static final class Data implements Payload {
        private final Map<String, @Nullable Object> entries;

        Data(Map<String, @Nullable Object> entries) {
            this.entries = entries;
        }

        @Override
        public int bytes() {
            return toString().length();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            entries.forEach((key, value) -> text.append(key).append('=').append(shown(value)));
            return text.toString();
        }

        private static String shown(@Nullable Object value) {
            StringBuilder text = new StringBuilder();
            if (value instanceof Row row) {
                row.forEach((column, item) -> text.append(column).append('=').append(item));
            } else {
                text.append(value);
            }
            return text.toString();
        }
    }

    @Override
    public Payload encode(Map<String, @Nullable Object> data) {
        return new Data(new LinkedHashMap<>(data));
    }

    @Override
    public int mostBytes(String workflow, String action) {
        return mostBytes;
    }

    /** From now on no more than {@code bytes} are taken. */
    void takeAtMost(int bytes) {
        mostBytes = bytes;
    }

    @Override
    public CompletableFuture<Void> fire(String workflow, String action, Payload data) {
        Call call = new Call(workflow, action, ((Data) data).entries);
        Function<Call, String> decision;
        synchronized (this) {
            decision = decisions.get(workflow);
            calls.add(call);
        }
        String error = decision == null ? null : decision.apply(call);
        if (error != null && error.isEmpty()) {
            call.succeed();
        } else if (error != null) {
            call.fail(new Failure(Failure.Kind.UNAVAILABLE, error));
        }
        return call.end;
    }

    /** From now on a run of {@code workflow} ends at once, with an error unless it is empty. */
    synchronized void decide(String workflow, Function<Call, String> error) {
        decisions.put(workflow, error);
    }

    /** From now on every run of {@code workflow} succeeds at once. */
    synchronized void oblige(String workflow) {
        decisions.put(workflow, call -> "");
    }

    /** Every run of {@code workflow} there was, the oldest first. */
    synchronized List<Call> calls(String workflow) {
        return calls.stream().filter(call -> call.workflow.equals(workflow)).toList();
    }

    /** The run of {@code workflow} that somebody waits for; null when nobody waits. */
    @Nullable Call pending(String workflow) {
        return calls(workflow).reversed().stream().filter(Call::isPending).findFirst().orElse(null);
    }

    /** The numbers of the events that {@code workflow} is busy with, in the order of the log. */
    List<Integer> running(String workflow) {
        return calls(workflow).stream().filter(Call::isPending).map(Call::number).sorted().toList();
    }

    /** Waits until {@code workflow} is busy with that event, among others or not. */
    Call awaitPending(String workflow, int number) {
        AtomicReference<@Nullable Call> found = new AtomicReference<>();
        Eventually.isTrue(
                () -> {
                    calls(workflow).stream()
                            .filter(call -> call.isPending() && call.number() == number)
                            .findFirst()
                            .ifPresent(found::set);
                    return found.get() != null;
                },
                () -> "%s runs with %s, not %d".formatted(workflow, running(workflow), number));
        return Objects.requireNonNull(found.get());
    }

    /** Waits until {@code workflow} runs. */
    Call awaitCall(String workflow) {
        return await(workflow, call -> true, "anything");
    }

    /** Waits until {@code workflow} runs with the event of that number. */
    Call awaitCall(String workflow, int number) {
        return await(workflow, call -> call.number() == number, "event " + number);
    }

    private Call await(String workflow, Predicate<Call> wanted, String what) {
        AtomicReference<@Nullable Call> found = new AtomicReference<>();
        Eventually.isTrue(
                () -> {
                    Call call = pending(workflow);
                    found.set(call);
                    return call != null && wanted.test(call);
                },
                () -> "%s does not run with %s".formatted(workflow, what));
        return Objects.requireNonNull(found.get());
    }

    /** The ids of the events with which {@code workflow} succeeded, in that order. */
    synchronized List<String> succeededIds(String workflow) {
        return succeeded.stream()
                .filter(call -> call.workflow.equals(workflow))
                .flatMap(call -> call.eventIds().stream())
                .toList();
    }

    /** The numbers of the events with which {@code workflow} succeeded, in that order. */
    synchronized List<Integer> succeeded(String workflow) {
        return succeeded.stream()
                .filter(call -> call.workflow.equals(workflow))
                .flatMap(call -> call.eventIds().stream())
                .map(ScriptedEngine::numberIn)
                .toList();
    }

    private static int numberIn(String eventId) {
        return Integer.parseInt(eventId.split(":", -1)[1]);
    }
}
