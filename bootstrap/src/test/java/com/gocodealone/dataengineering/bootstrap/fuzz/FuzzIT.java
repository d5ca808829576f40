package com.gocodealone.dataengineering.bootstrap.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.bootstrap.Seed;
import com.gocodealone.dataengineering.bootstrap.fuzz.Wire.Answer;
import com.gocodealone.dataengineering.bootstrap.fuzz.Wire.Call;
import com.gocodealone.dataengineering.bootstrap.host.Footprint;
import com.gocodealone.dataengineering.bootstrap.host.PluginHost;
import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.HandleRequest;
import com.google.protobuf.Empty;

import io.grpc.Status;

import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Short by itself, long by hand: {@code ./mvnw verify -Dit.test=FuzzIT -Dfuzz.seconds=600}. {@code
 * -Dfuzz.seed=…} sends each caller other requests, and the same again; {@code random} draws one.
 */
class FuzzIT {
    private static final Path PLUGIN = Path.of("target/plugins/workflow-plugin-data-engineering");
    private static final long SEED = Seed.of("fuzz.seed");
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("fuzz.seconds", 8));
    private static final int HANDLES = 10_000;

    /** Connections that steps configure stay open: sixteen at most, each with its threads. */
    private static final int SOME = 40;

    /** Of a heap of 128 MB an eighth is taken. */
    private static final int TOO_LARGE = 20 << 20;

    private static final int SOME_TIMES = 8;

    private static final long SOME_BYTES = 12L << 20;

    @TempDir private Path state;
    private PluginHost host;
    private Wire wire;

    @BeforeEach
    void start() {
        host =
                PluginHost.start(
                        PLUGIN,
                        Map.of("DATA_ENGINEERING_STATE_DIR", state.toString()),
                        (workflow, action, data) -> "");
        wire = new Wire(host.channel());
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void whatever_is_asked_is_answered_and_leaves_nothing_behind() throws Exception {
        System.err.printf("*** fuzz for %s; again with -Dfuzz.seed=%d ***%n", LENGTH, SEED);
        Siege siege = new Siege(wire, catalog());
        siege.loadEverything();
        siege.layFor(LENGTH.dividedBy(4), ~SEED);
        Footprint before = footprint();
        siege.layFor(LENGTH, SEED);
        assertThat(siege.complaints()).as("with -Dfuzz.seed=%d", SEED).isEmpty();
        System.err.printf("*** %d calls ***%n", siege.calls());
        assertNothingIsLeft(before);
        assertThat(host.types()).contains("cdc.source", "step.cdc_status", "trigger.cdc");
    }

    @Test
    void ten_thousand_handles_are_held_and_let_go() throws Exception {
        handOutAndTakeBack();
        Footprint before = footprint();
        handOutAndTakeBack();
        assertNothingIsLeft(before);
    }

    private void handOutAndTakeBack() throws Exception {
        Queue<String> handles = new ConcurrentLinkedQueue<>();
        Call create = Call.named("CreateStep");
        CreateStepRequest request =
                CreateStepRequest.newBuilder().setType("step.cdc_status").setName("s").build();
        Siege.together(
                caller -> {
                    for (int i = caller; i < HANDLES; i += Siege.CALLERS) {
                        handles.add(wire.call(create, request).text("handle_id"));
                    }
                });
        assertThat(handles).hasSize(HANDLES).doesNotContain("").doesNotHaveDuplicates();
        Call destroy = Call.named("DestroyStep");
        Siege.together(
                caller -> {
                    for (String one = handles.poll(); one != null; one = handles.poll()) {
                        wire.call(destroy, HandleRequest.newBuilder().setHandleId(one).build());
                    }
                });
    }

    @Test
    void a_request_that_cannot_be_read_is_refused_in_a_sentence() {
        Call create = Call.named("CreateModule");
        byte[] notText = {0x0a, 1, (byte) 0xff};
        assertRefused(wire.call(create, notText), Status.Code.INVALID_ARGUMENT, "cannot be read");
        Answer deep = wire.call(create, Forgery.nested(HANDLES));
        assertRefused(deep, Status.Code.INVALID_ARGUMENT, "cannot be read");
        assertThat(host.types()).isNotEmpty();
    }

    @Test
    void a_request_larger_than_the_heap_allows_is_refused_and_the_plugin_lives() {
        Call create = Call.named("CreateModule");
        CreateModuleRequest request =
                CreateModuleRequest.newBuilder().setName("x".repeat(TOO_LARGE)).build();
        for (int i = 0; i < SOME_TIMES; i++) {
            assertRefused(wire.call(create, request), Status.Code.RESOURCE_EXHAUSTED, "maximum");
        }
        assertThat(host.types()).isNotEmpty();
    }

    private static void assertRefused(Answer answer, Status.Code code, String word) {
        assertThat(answer.status().getCode()).as("%s", answer.status()).isEqualTo(code);
        assertThat(answer.sentence()).contains(word);
        assertThat(Sentence.complaint(answer)).isEmpty();
    }

    private Catalog catalog() throws Exception {
        Answer answer = wire.call(Call.named("GetContractRegistry"), Empty.getDefaultInstance());
        return Catalog.of((ContractRegistry) Objects.requireNonNull(answer.message()));
    }

    private Footprint footprint() {
        Assumptions.assumeThat(Footprint.isKnown())
                .as("NOT TESTED what is left: it needs /proc and jcmd")
                .isTrue();
        return Footprint.of(host.process());
    }

    /** What ends takes a moment to be gone. */
    private void assertNothingIsLeft(Footprint before) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> {
                            Footprint after = Footprint.of(host.process());
                            assertThat(after)
                                    .as("before it was %s", before)
                                    .matches(now -> now.threads() < before.threads() + SOME)
                                    .matches(now -> now.descriptors() < before.descriptors() + SOME)
                                    .matches(now -> now.children() <= before.children())
                                    .matches(
                                            now ->
                                                    now.heapBytes()
                                                            < before.heapBytes() + SOME_BYTES);
                        });
    }
}
