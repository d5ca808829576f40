package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Set<String> obliging = new HashSet<>();

    @Override
    public CompletableFuture<Void> fire(
            String workflow, String action, Map<String, @Nullable Object> data) {
        Call call = new Call(workflow, action, data);
        boolean succeeds;
        synchronized (this) {
            succeeds = obliging.contains(workflow);
            calls.add(call);
        }
        if (succeeds) {
            call.succeed();
        }
        return call.end;
    }

    /** From now on every run of {@code workflow} succeeds at once. */
    synchronized void oblige(String workflow) {
        obliging.add(workflow);
    }

    /** Every run of {@code workflow} there was, the oldest first. */
    synchronized List<Call> calls(String workflow) {
        return calls.stream().filter(call -> call.workflow.equals(workflow)).toList();
    }

    /** The run of {@code workflow} that somebody waits for; null when nobody waits. */
    @Nullable Call pending(String workflow) {
        return calls(workflow).reversed().stream().filter(Call::isPending).findFirst().orElse(null);
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

    /** The numbers of the events with which {@code workflow} succeeded, in that order. */
    synchronized List<Integer> succeeded(String workflow) {
        return succeeded.stream()
                .filter(call -> call.workflow.equals(workflow))
                .map(Call::number)
                .toList();
    }
}
