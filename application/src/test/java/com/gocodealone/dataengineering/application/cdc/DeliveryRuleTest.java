package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.DeliveryModel.Action;
import com.gocodealone.dataengineering.application.cdc.DeliveryModel.Trigger;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The rule of delivery, whatever happens in whatever order: nothing is acknowledged that a trigger
 * has not succeeded with, and in the end every trigger has succeeded with everything it wants, in
 * commit order. After each action the real source must be where the model says.
 */
class DeliveryRuleTest {
    private static final int AT_ONCE = 64;

    /** Five take ten seconds and have held. */
    private static final int LENGTH = Integer.getInteger("delivery.rule.length", 4);

    @Test
    void it_holds_for_every_short_sequence_of_actions() throws Exception {
        List<List<Action>> sequences = new ArrayList<>();
        collect(List.of(), LENGTH, sequences);
        assertThat(sequences).hasSizeGreaterThan(1000);
        runAll(sequences);
    }

    @Test
    void it_holds_for_every_two_actions_in_every_state_that_can_be_reached() throws Exception {
        List<List<Action>> sequences = new ArrayList<>();
        for (List<Action> prefix : everyState()) {
            collect(prefix, 2, sequences);
        }
        assertThat(sequences).hasSizeGreaterThan(1000);
        runAll(sequences);
    }

    private static void collect(List<Action> prefix, int left, List<List<Action>> sequences) {
        if (left == 0) {
            sequences.add(prefix);
            return;
        }
        DeliveryModel model = after(prefix);
        for (Action action : Action.values()) {
            if (model.mayHappen(action)) {
                collect(and(prefix, action), left - 1, sequences);
            }
        }
    }

    /** A shortest way to each state. */
    private static List<List<Action>> everyState() {
        List<List<Action>> ways = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<List<Action>> next = new ArrayDeque<>(List.of(List.of()));
        while (!next.isEmpty()) {
            List<Action> way = next.remove();
            DeliveryModel model = after(way);
            if (seen.add(model.state())) {
                ways.add(way);
                for (Action action : Action.values()) {
                    if (model.mayHappen(action)) {
                        next.add(and(way, action));
                    }
                }
            }
        }
        return ways;
    }

    private static DeliveryModel after(List<Action> actions) {
        DeliveryModel model = new DeliveryModel();
        actions.forEach(model::happens);
        return model;
    }

    private static List<Action> and(List<Action> prefix, Action action) {
        List<Action> longer = new ArrayList<>(prefix);
        longer.add(action);
        return List.copyOf(longer);
    }

    private static void runAll(List<List<Action>> sequences) throws Exception {
        try (ExecutorService runs =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> results = new ArrayList<>();
            for (List<Action> sequence : sequences) {
                results.add(runs.submit(() -> run(sequence)));
            }
            try {
                for (Future<?> result : results) {
                    result.get();
                }
            } catch (ExecutionException e) {
                runs.shutdownNow();
                throw new AssertionError(e);
            }
        }
    }

    private static Void run(List<Action> sequence) throws InterruptedException {
        DeliveryModel model = new DeliveryModel();
        try (World world = new World()) {
            world.log.append("orders");
            world.log.append("items", "orders");
            world.createTrigger("A", null);
            world.start();
            world.startTrigger("A");
            expect(world, model, "at the beginning of " + sequence);
            for (Action action : sequence) {
                happens(world, action);
                model.happens(action);
                expect(world, model, "after %s of %s".formatted(action, sequence));
            }
            recover(world, model);
        } catch (AssertionError e) {
            throw new AssertionError("%s: %s".formatted(sequence, e.getMessage()), e);
        }
        return null;
    }

    private static void happens(World world, Action action) throws InterruptedException {
        String workflow = action.trigger().name();
        Failure lost = new Failure(Failure.Kind.UNAVAILABLE, "connection lost");
        switch (action) {
            case A_SUCCEEDS, B_SUCCEEDS -> world.engine.awaitCall(workflow).succeed();
            case A_FAILS, B_FAILS -> world.engine.awaitCall(workflow).fail();
            case A_STOPS, B_STOPS -> world.stopTrigger(workflow);
            case A_STARTS, B_STARTS -> world.startTrigger(workflow);
            case B_CREATED -> world.createTrigger("B", "orders");
            case B_DESTROYED -> world.destroyTrigger("B");
            case POLL_FAILS -> world.provider().failPoll(lost);
            case ACKNOWLEDGE_FAILS -> world.provider().failAcknowledge(lost);
            case CRASH -> world.crash();
        }
    }

    private static void expect(World world, DeliveryModel model, String when) {
        Eventually.isTrue(
                () -> isAsExpected(world, model),
                () ->
                        "%s: expected %s, acknowledged %d, opened %d, %s"
                                .formatted(
                                        when,
                                        model.state(),
                                        world.log.acknowledged(),
                                        world.provider().opened(),
                                        world.status()));
    }

    private static boolean isAsExpected(World world, DeliveryModel model) {
        boolean paused = world.status().state() == SourceState.PAUSED;
        if (world.provider().opened() != model.opened()
                || world.log.acknowledged() != model.acknowledged()
                || paused == model.isReady()) {
            return false;
        }
        for (Trigger trigger : Trigger.values()) {
            ScriptedEngine.Call call = world.engine.pending(trigger.name());
            Integer expected = model.pending(trigger);
            if (expected == null ? call != null : call == null || call.number() != expected) {
                return false;
            }
        }
        return true;
    }

    /** Everything is started again and succeeds; then nothing may be missing. */
    private static void recover(World world, DeliveryModel model) throws InterruptedException {
        for (Action action : List.of(Action.A_STARTS, Action.B_STARTS)) {
            if (model.mayHappen(action)) {
                happens(world, action);
                model.happens(action);
            }
        }
        world.engine.oblige("A");
        world.engine.oblige("B");
        for (Trigger trigger : Trigger.values()) {
            ScriptedEngine.Call call = world.engine.pending(trigger.name());
            if (call != null) {
                call.succeed();
            }
        }
        world.log.append("orders");
        world.awaitAcknowledged(4);
        for (Trigger trigger : Trigger.values()) {
            List<Integer> firsts =
                    world.engine.succeeded(trigger.name()).stream().distinct().toList();
            assertThat(firsts).as("first successes of %s", trigger).isSorted();
            if (model.exists(trigger)) {
                assertThat(firsts).contains(4);
            }
        }
        assertThat(world.engine.succeeded("A").stream().distinct()).containsExactly(1, 2, 3, 4);
    }
}
