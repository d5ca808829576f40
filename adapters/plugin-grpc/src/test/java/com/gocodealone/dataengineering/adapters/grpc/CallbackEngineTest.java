package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.proto.engine.TriggerWorkflowRequest;
import com.gocodealone.dataengineering.proto.goplugin.ConnInfo;

import io.grpc.Status;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

@Timeout(30)
final class CallbackEngineTest {
    private Served served;

    @BeforeEach
    void serve() throws Exception {
        served =
                new Served(
                        engine -> TestTypes.plugin(List.of(TestTypes.trigger(engine)), List.of()));
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void a_trigger_fires_the_workflow_it_was_created_for() throws Exception {
        served.host.offerCallback();
        assertThat(startTrigger()).isEmpty();
        TriggerWorkflowRequest fired = take();
        assertThat(fired.getTriggerType()).isEqualTo("pipeline:p");
        assertThat(fired.getAction()).isEqualTo("test.fired");
        assertThat(Structs.toMap(fired.getData())).isEqualTo(Map.of("v", "1"));
    }

    @Test
    void the_engine_may_listen_at_a_port() throws Exception {
        served.host.offerCallbackAtPort();
        fire(Map.of("n", 1)).get(10, TimeUnit.SECONDS);
        assertThat(take().getData().getFieldsOrThrow("n").getNumberValue()).isEqualTo(1);
    }

    @Test
    void the_engine_may_say_where_it_listens_after_the_first_event() throws Exception {
        served.host.configureCallback();
        CompletableFuture<Void> fired = fire(Map.of("n", 1));
        assertThat(fired.isDone()).isFalse();
        served.host.announceCallback();
        fired.get(10, TimeUnit.SECONDS);
        assertThat(take().getData().getFieldsOrThrow("n").getNumberValue()).isEqualTo(1);
    }

    @Test
    void an_engine_that_never_says_where_it_listens_is_unavailable() {
        assertThat(failure(fire(Map.of())))
                .returns(Failure.Kind.UNAVAILABLE, Failure::kind)
                .returns("the engine has not said where it can be called back", Failure::fact);
    }

    @Test
    void a_workflow_that_fails_is_unavailable_with_its_own_words() throws Exception {
        served.host.offerCallback();
        served.host.workflowsEndWith("workflow execution failed: step \"s\" failed: no");
        assertThat(failure(fire(Map.of())))
                .returns(Failure.Kind.UNAVAILABLE, Failure::kind)
                .returns("workflow execution failed: step \"s\" failed: no", Failure::fact);
        served.host.workflowsEndWith("");
        fire(Map.of()).get(10, TimeUnit.SECONDS);
    }

    @Test
    void what_a_trigger_says_of_a_failed_workflow_reaches_the_engine() throws Exception {
        served.host.offerCallback();
        served.host.workflowsEndWith("no such pipeline");
        assertThat(startTrigger()).isEqualTo("no such pipeline");
    }

    @Test
    void an_event_that_the_engine_would_refuse_is_not_sent() throws Exception {
        served.host.offerCallback();
        assertThat(failure(fire(Map.of("x", "y".repeat(CallbackEngine.MOST_BYTES)))))
                .returns(Failure.Kind.INVALID, Failure::kind)
                .extracting(Failure::fact, InstanceOfAssertFactories.STRING)
                .matches(
                        "the event is 41943\\d\\d bytes, the engine takes at most 4194304 at once");
        assertThat(served.host.fired).isEmpty();
    }

    @Test
    void an_event_of_exactly_the_engines_limit_is_sent() throws Exception {
        served.host.offerCallback();
        int other =
                TriggerCall.of(
                                "pipeline:p",
                                "a",
                                StructBytes.of(Map.of("x", "y".repeat(4_000_000))))
                        .size();
        int most = 4_000_000 + CallbackEngine.MOST_BYTES - other;
        served.engine
                .fire("pipeline:p", "a", Map.of("x", "y".repeat(most)))
                .get(10, TimeUnit.SECONDS);
        assertThat(take().getSerializedSize()).isEqualTo(CallbackEngine.MOST_BYTES);
        assertThat(
                        failure(
                                served.engine.fire(
                                        "pipeline:p", "a", Map.of("x", "y".repeat(most + 1)))))
                .returns(Failure.Kind.INVALID, Failure::kind);
    }

    @Test
    void an_event_that_cannot_be_written_is_invalid() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThat(failure(fire(Map.of("x", endless))))
                .returns(Failure.Kind.INVALID, Failure::kind);
    }

    @Test
    void an_engine_that_has_gone_is_unavailable() throws Exception {
        served.host.offerCallback();
        fire(Map.of()).get(10, TimeUnit.SECONDS);
        served.host.hangUp();
        assertThat(failure(fire(Map.of())))
                .returns(Failure.Kind.UNAVAILABLE, Failure::kind)
                .extracting(Failure::fact, InstanceOfAssertFactories.STRING)
                .startsWith("the engine did not answer (UNAVAILABLE")
                .doesNotContain("\n");
    }

    @Test
    void a_refusal_of_several_lines_is_told_in_one() throws Exception {
        served.host.offerCallback();
        served.host.callsAreRefusedWith(Status.UNAVAILABLE.withDescription("going\n away\n"));
        assertThat(failure(fire(Map.of())))
                .returns("the engine did not answer (UNAVAILABLE: going away)", Failure::fact);
    }

    @Test
    void an_address_that_cannot_be_dialled_is_said() {
        served.host.configureCallback();
        served.host.announce(
                ConnInfo.newBuilder()
                        .setServiceId(1)
                        .setNetwork("pipe")
                        .setAddress("\\\\.\\x")
                        .build());
        assertThat(failure(fire(Map.of())).fact()).contains("pipe", "unix and tcp");
    }

    @Test
    void nothing_is_fired_any_more_once_the_plugin_stops() throws Exception {
        served.host.offerCallback();
        served.engine.close();
        assertThat(failure(fire(Map.of())))
                .returns(Failure.Kind.UNAVAILABLE, Failure::kind)
                .extracting(Failure::fact, InstanceOfAssertFactories.STRING)
                .contains("stopping");
        assertThat(served.host.fired).isEmpty();
    }

    private CompletableFuture<Void> fire(Map<String, @Nullable Object> data) {
        return served.engine.fire("pipeline:p", "test", data);
    }

    private String startTrigger() {
        String handle = served.createTrigger("trigger.test", Map.of()).getHandleId();
        return served.host.plugin().startModule(Served.handle(handle)).getError();
    }

    private TriggerWorkflowRequest take() throws InterruptedException {
        TriggerWorkflowRequest fired = served.host.fired.poll(10, TimeUnit.SECONDS);
        assertThat(fired).isNotNull();
        return fired;
    }

    private static Failure failure(CompletableFuture<Void> fired) {
        try {
            fired.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(Failure.class);
            return (Failure) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it did not fail");
    }
}
