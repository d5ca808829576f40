package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rule with several in flight, whatever happens: an event runs only after every earlier one
 * that concerns the same key has succeeded or is a dead letter; nothing is acknowledged before (the
 * world minds that); in the end every event has succeeded or is a dead letter.
 */
@Timeout(300)
class ManyInFlightRuleTest {
    private static final int RUNS = Integer.getInteger("delivery.rule.runs", 150);
    private static final int EVENTS = 14;
    private static final int KEYS = 3;
    private static final String A = "A";

    /** What one event concerns: keys of a table; none for all of it. */
    private record Scope(String table, Set<Integer> keys) {
        boolean touches(Scope other) {
            return table.equals(other.table)
                    && (keys.isEmpty()
                            || other.keys.isEmpty()
                            || !Collections.disjoint(keys, other.keys));
        }
    }

    @Test
    void it_holds_for_random_logs_ends_and_crashes() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                run(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed %d: %s".formatted(seed, e.getMessage()), e);
            }
        }
    }

    private static void run(Random random) throws InterruptedException {
        Map<String, Object> options =
                Map.of(
                        "order",
                        "key",
                        "max_in_flight",
                        1 + random.nextInt(5),
                        "retry",
                        Map.of("max_attempts", 2));
        try (World world = new World().delivering(options)) {
            List<Scope> log = write(world.log, random);
            world.createTrigger(A, null);
            world.start();
            world.startTrigger(A);
            while (world.log.acknowledged() < EVENTS) {
                if (random.nextInt(20) == 0) {
                    world.crash();
                }
                endOne(world, log, random);
            }
            Set<Integer> done = new HashSet<>(world.engine.succeeded(A));
            done.addAll(letters(world));
            assertThat(done).hasSize(EVENTS);
        }
    }

    private static List<Scope> write(ScriptedLog log, Random random) {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String table = random.nextBoolean() ? "orders" : "items";
            int key = random.nextInt(KEYS);
            int other = random.nextInt(KEYS);
            scopes.add(
                    switch (random.nextInt(8)) {
                        case 0 -> {
                            log.truncate(table);
                            yield new Scope(table, Set.of());
                        }
                        case 1, 2 -> {
                            log.changeKey(table, key, other);
                            yield new Scope(table, new HashSet<>(List.of(key, other)));
                        }
                        default -> {
                            log.insert(table, key);
                            yield new Scope(table, Set.of(key));
                        }
                    });
        }
        return scopes;
    }

    /** Lets one of the runs end, well or badly; all of those under way must be allowed to be. */
    private static void endOne(World world, List<Scope> log, Random random) {
        Eventually.isTrue(
                () -> !world.engine.running(A).isEmpty() || world.log.acknowledged() == EVENTS,
                () -> "%d acknowledged, nothing runs".formatted(world.log.acknowledged()));
        List<Integer> running = world.engine.running(A);
        if (running.isEmpty()) {
            return;
        }
        Set<Integer> done = new HashSet<>(world.engine.succeeded(A));
        done.addAll(letters(world));
        for (int number : running) {
            assertThat(done).as("before %d runs", number).containsAll(before(number, log));
        }
        int chosen = running.get(random.nextInt(running.size()));
        ScriptedEngine.Call call = world.engine.awaitPending(A, chosen);
        if (random.nextInt(3) == 0) {
            call.fail();
        } else {
            call.succeed();
        }
    }

    private static List<Integer> before(int number, List<Scope> log) {
        Scope scope = log.get(number - 1);
        return IntStream.range(1, number)
                .filter(earlier -> log.get(earlier - 1).touches(scope))
                .boxed()
                .toList();
    }

    private static List<Integer> letters(World world) {
        DeadLetters.Filter all = new DeadLetters.Filter(null, null, null, null, List.of());
        return world.states.deadLetters().find(all, EVENTS).stream()
                .map(letter -> Integer.parseInt(letter.eventId().split(":", -1)[1]))
                .toList();
    }
}
