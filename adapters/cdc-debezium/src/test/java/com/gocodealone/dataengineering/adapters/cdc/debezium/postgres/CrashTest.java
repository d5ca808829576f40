package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A database that is killed. */
final class CrashTest {
    @Test
    void a_database_that_is_killed_ends_the_stream_and_the_next_one_loses_nothing()
            throws Exception {
        try (TestServer server = TestServer.start();
                TestSource source = new TestSource("killed", server.dsn(), "killed")) {
            server.run("CREATE TABLE killed (id int PRIMARY KEY)");
            source.open();
            server.run("INSERT INTO killed VALUES (1)", "INSERT INTO killed VALUES (2)");
            source.stream().acknowledge(source.next(2).getFirst().position());
            server.crash();

            Failure failure = null;
            Instant begin = Instant.now();
            while (failure == null && begin.plus(TestSource.PATIENCE).isAfter(Instant.now())) {
                failure = pollUntilItFails(source.stream());
            }

            assertThat(failure).isNotNull();
            assertThat(Objects.requireNonNull(failure).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
            server.run("INSERT INTO killed VALUES (3)");
            source.reopen();
            assertThat(source.take(2)).extracting(Events::id).containsExactly(2L, 3L);
        }
    }

    private static @Nullable Failure pollUntilItFails(ChangeStream stream)
            throws InterruptedException {
        try {
            stream.poll(Duration.ofMillis(100));
            return null;
        } catch (Failure failure) {
            return failure;
        }
    }
}
