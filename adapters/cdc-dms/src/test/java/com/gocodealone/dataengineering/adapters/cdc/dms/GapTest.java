package com.gocodealone.dataengineering.adapters.cdc.dms;

import static com.gocodealone.dataengineering.adapters.cdc.dms.TestSource.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Changes that are lost, or may be, are a gap and never passed over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GapTest {
    private static final String CHECKPOINTS = "dms.shards";

    private Sandbox sandbox;

    @BeforeAll
    void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void what_is_older_than_the_stream_keeps_may_be_lost() throws Exception {
        try (TestSource source = withOneAcknowledged("too_old")) {
            String stored = Objects.requireNonNull(source.state().get(CHECKPOINTS));
            Instant longAgo = Instant.now().minus(Duration.ofHours(25));
            source.state()
                    .put(
                            Map.of(
                                    CHECKPOINTS,
                                    stored.replaceFirst(
                                            "\"until\":\"[^\"]*\"",
                                            "\"until\":\"" + longAgo + "\"")));
            isGap(source, "keeps records for 24 h");
            source.state().begin(StreamContext.Begin.LATEST);
            source.open();
            source.insert(2, 2);
            assertThat(ids(source.next(1))).containsExactly(2L);
        }
    }

    @Test
    void a_stream_that_was_made_anew_has_lost_what_was_in_the_old_one() throws Exception {
        try (TestSource source = withOneAcknowledged("made_anew")) {
            source.state().put(Map.of("dms.stream", source.streamArn() + "@1"));
            isGap(source, "not the one that was read before");
        }
    }

    @Test
    void a_shard_that_is_gone_before_its_end_was_read_is_lost() throws Exception {
        try (TestSource source = withOneAcknowledged("shard_gone")) {
            String stored = Objects.requireNonNull(source.state().get(CHECKPOINTS));
            source.state()
                    .put(
                            Map.of(
                                    CHECKPOINTS,
                                    stored.replace(
                                            "shardId-000000000000", "shardId-000000000077")));
            isGap(source, "the shard shardId-000000000077 is gone");
        }
    }

    private TestSource withOneAcknowledged(String name) throws Exception {
        TestSource source = TestSource.create(sandbox, name);
        source.open();
        source.awaitRunning();
        source.insert(1, 1);
        source.take(1);
        source.stream().close();
        return source;
    }

    private static void isGap(TestSource source, String fact) {
        assertThatThrownBy(source::open)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.GAP))
                .hasMessageContaining(fact);
    }
}
