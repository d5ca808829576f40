package com.gocodealone.dataengineering.adapters.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.gocodealone.dataengineering.application.tenancy.PoolLimits;
import com.gocodealone.dataengineering.domain.Failure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The end of a database in the middle of calls for several tenants, t0 and so on. */
final class Crash {
    /** Soon says that the server is away. */
    static final PoolLimits IMPATIENT =
            new PoolLimits(4, 4, Duration.ofSeconds(1), Duration.ofSeconds(10));

    private Crash() {}

    /**
     * Calls for all {@code tenants} in another thread, kills the server once {@code middle} is
     * reached, and starts it again.
     *
     * @param kill answers with what starts the server again
     */
    static void during(
            int tenants, Consumer<String> call, Callable<Boolean> middle, Callable<Runnable> kill)
            throws Exception {
        Thread worker = Thread.ofVirtual().start(() -> untilAway(tenants, call));
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(middle);
        Runnable restart = kill.call();
        worker.join();
        restart.run();
    }

    private static void untilAway(int tenants, Consumer<String> call) {
        try {
            forAll(tenants, call);
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        }
    }

    /** Calls for all tenants; answers which of them are refused, and why. */
    static Map<String, String> afterwards(int tenants, Consumer<String> call) {
        return afterwards(() -> forAll(tenants, call));
    }

    /** Calls until a server that has just come back answers in time, on a busy machine too. */
    static <T> T afterwards(Callable<T> call) {
        return await().atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(Crash::isAway)
                .until(call, _ -> true);
    }

    private static boolean isAway(Throwable thrown) {
        return thrown instanceof Failure failure && failure.kind() == Failure.Kind.UNAVAILABLE;
    }

    private static Map<String, String> forAll(int tenants, Consumer<String> call) {
        Map<String, String> refused = new LinkedHashMap<>();
        for (int i = 0; i < tenants; i++) {
            try {
                call.accept("t" + i);
            } catch (Failure failure) {
                if (isAway(failure)) {
                    throw failure;
                }
                refused.put("t" + i, failure.fact());
            }
        }
        return refused;
    }
}
