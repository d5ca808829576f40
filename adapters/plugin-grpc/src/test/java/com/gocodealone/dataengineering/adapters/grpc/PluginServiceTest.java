package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.proto.engine.DeliverMessageRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepResponse;
import com.gocodealone.dataengineering.proto.engine.GetAssetRequest;
import com.gocodealone.dataengineering.proto.engine.InvokeServiceRequest;
import com.gocodealone.dataengineering.proto.engine.PluginServiceGrpc;
import com.google.protobuf.Empty;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(30)
final class PluginServiceTest {
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private Served served;

    @BeforeEach
    void serve() throws Exception {
        served =
                new Served(
                        engine ->
                                TestTypes.plugin(
                                        List.of(
                                                TestTypes.module(
                                                        () -> seen.add("started"),
                                                        () -> seen.add("stopped")),
                                                TestTypes.trigger(engine)),
                                        List.of(
                                                TestTypes.echoStep(),
                                                TestTypes.brokenStep(),
                                                TestTypes.nothing("step.waits", this::waits),
                                                blocking())));
    }

    private static TestTypes.FakeStep<TestTypes.Input, TestTypes.Output> blocking() {
        return new TestTypes.FakeStep<>(
                "step.may_block",
                TestTypes.Input.class,
                TestTypes.Output.class,
                true,
                TestTypes::echo);
    }

    private TestTypes.Nothing waits(TestTypes.Nothing input) throws InterruptedException {
        seen.add("waiting");
        try {
            release.await();
        } catch (InterruptedException e) {
            interrupted.complete(true);
            throw e;
        }
        return input;
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        served.close();
    }

    @Test
    void it_says_who_it_is_and_what_it_offers() {
        var stub = served.host.plugin();
        var manifest = stub.getManifest(Empty.getDefaultInstance());
        assertThat(manifest.getName()).isEqualTo("workflow-plugin-data-engineering");
        assertThat(manifest.getVersion()).isEqualTo("1.2.3");
        assertThat(manifest.getAuthor()).isEqualTo("GoCodeAlone");
        assertThat(manifest.getDescription()).isEqualTo("A test.");
        assertThat(stub.getModuleTypes(Empty.getDefaultInstance()).getTypesList())
                .containsExactly("test.module");
        assertThat(stub.getTriggerTypes(Empty.getDefaultInstance()).getTypesList())
                .containsExactly("trigger.test");
        assertThat(stub.getStepTypes(Empty.getDefaultInstance()).getTypesList())
                .containsExactly("step.echo", "step.broken", "step.waits", "step.may_block");
    }

    @Test
    void its_module_schemas_come_from_the_descriptions() {
        var schemas = served.host.plugin().getModuleSchemas(Empty.getDefaultInstance());
        assertThat(schemas.getSchemasList()).hasSize(1);
        var schema = schemas.getSchemas(0);
        assertThat(schema.getType()).isEqualTo("test.module");
        assertThat(schema.getLabel()).isEqualTo("Test Module");
        assertThat(schema.getCategory()).isEqualTo("Data Engineering");
        assertThat(schema.getConfigFieldsList()).hasSize(2);
        assertThat(schema.getConfigFields(0).getName()).isEqualTo("word");
        assertThat(schema.getConfigFields(0).getRequired()).isTrue();
        assertThat(schema.getConfigFields(1).getRequired()).isFalse();
    }

    @Test
    void a_module_is_created_initialized_started_stopped_and_destroyed() {
        var stub = served.host.plugin();
        var created = served.createModule("test.module", Map.of("word", "w", "_config_dir", "/d"));
        assertThat(created.getError()).isEmpty();
        assertThat(created.getHandleId()).isNotEmpty();
        var handle = Served.handle(created.getHandleId());
        assertThat(stub.initModule(handle).getError()).isEmpty();
        assertThat(stub.startModule(handle).getError()).isEmpty();
        assertThat(stub.stopModule(handle).getError()).isEmpty();
        assertThat(seen).containsExactly("started", "stopped");
        assertThat(stub.destroyModule(handle).getError()).isEmpty();
        assertThat(stub.startModule(handle).getError()).contains(created.getHandleId());
    }

    @Test
    void every_fault_of_a_configuration_is_said_with_type_and_name() {
        var answer = served.createModule("test.module", Map.of("wrd", "w"));
        assertThat(answer.getHandleId()).isEmpty();
        assertThat(answer.getError())
                .startsWith("test.module \"m\": ")
                .contains("word is required")
                .contains("wrd is not a known key (did you mean word?)");
    }

    @Test
    void an_unknown_type_is_refused() {
        assertThat(served.createModule("test.modul", Map.of()).getError())
                .contains("did you mean test.module?");
        assertThat(served.createStep("step.ech", Map.of()).getError())
                .contains("did you mean step.echo?");
        assertThat(served.createTrigger("test.module", Map.of()).getError())
                .contains("test.module \"pipeline:p\"");
    }

    @Test
    void an_unknown_handle_is_refused_by_every_call() {
        var stub = served.host.plugin();
        var nobody = Served.handle("h-9");
        assertThat(stub.initModule(nobody).getError()).contains("h-9");
        assertThat(stub.startModule(nobody).getError()).contains("h-9");
        assertThat(stub.stopModule(nobody).getError()).contains("h-9");
        assertThat(stub.destroyModule(nobody).getError()).contains("h-9");
        assertThat(served.execute("h-9", Map.of()).getError()).contains("h-9");
        var service = InvokeServiceRequest.newBuilder().setHandleId("h-9").setMethod("m").build();
        assertThat(stub.invokeService(service).getError()).contains("h-9");
    }

    @Test
    void a_destroyed_step_cannot_run() {
        String handle = served.createStep("step.echo", Map.of()).getHandleId();
        assertThat(served.execute(handle, Map.of()).getError()).isEmpty();
        assertThat(served.host.plugin().destroyStep(Served.handle(handle)).getError()).isEmpty();
        assertThat(served.execute(handle, Map.of()).getError()).contains(handle);
    }

    @Test
    void an_unexpected_exception_is_one_sentence_without_secrets() {
        String handle = served.createStep("step.broken", Map.of()).getHandleId();
        ExecuteStepResponse answer = served.execute(handle, Map.of());
        assertThat(answer.getError())
                .startsWith("step.broken \"s\": unexpected java.lang.IllegalStateException")
                .doesNotContain(TestTypes.SECRET, "\n", "at com.");
        assertThat(answer.hasOutput()).isFalse();
    }

    @Test
    void a_failure_leaves_without_secrets() {
        assertThat(served.createModule("test.module", Map.of("word", "refused")).getError())
                .startsWith("test.module \"m\": the word is refused")
                .doesNotContain(TestTypes.SECRET);
    }

    @Test
    void an_error_in_an_error_is_a_sentence_too() throws Exception {
        try (Served other =
                new Served(
                        TestTypes.withStep(
                                TestTypes.nothing(
                                        "step.linkage",
                                        input -> {
                                            throw new NoClassDefFoundError("some/Driver");
                                        })))) {
            String handle = other.createStep("step.linkage", Map.of()).getHandleId();
            assertThat(other.execute(handle, Map.of()).getError()).contains("some/Driver");
        }
    }

    @Test
    void a_step_that_never_waits_runs_on_the_event_loop_and_others_do_not() {
        String quick = served.createStep("step.echo", Map.of()).getHandleId();
        String slow = served.createStep("step.may_block", Map.of()).getHandleId();
        assertThat(text(served.execute(quick, Map.of()), "thread")).isEqualTo("platform");
        assertThat(text(served.execute(slow, Map.of()), "thread")).isEqualTo("virtual");
    }

    @Test
    void a_step_that_waits_holds_nobody_up() throws Exception {
        String waits = served.createStep("step.waits", Map.of()).getHandleId();
        String echo = served.createStep("step.echo", Map.of()).getHandleId();
        var waiting =
                PluginServiceGrpc.newFutureStub(served.host.channel())
                        .executeStep(ExecuteStepRequest.newBuilder().setHandleId(waits).build());
        assertThat(served.execute(echo, Map.of("text", "hi")).getError()).isEmpty();
        assertThat(waiting.isDone()).isFalse();
        release.countDown();
        assertThat(waiting.get(10, TimeUnit.SECONDS).getError()).isEmpty();
    }

    @Test
    void a_step_that_the_engine_gives_up_is_interrupted() throws Exception {
        String waits = served.createStep("step.waits", Map.of()).getHandleId();
        assertThatThrownBy(
                        () ->
                                PluginServiceGrpc.newBlockingStub(served.host.channel())
                                        .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                                        .executeStep(
                                                ExecuteStepRequest.newBuilder()
                                                        .setHandleId(waits)
                                                        .build()))
                .isInstanceOf(StatusRuntimeException.class)
                .extracting(e -> Status.fromThrowable((Throwable) e).getCode())
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_it_does_not_offer_it_says_in_a_sentence() {
        var stub = served.host.plugin();
        assertThat(stub.getAsset(GetAssetRequest.newBuilder().setPath("ui/a.js").build()))
                .extracting(answer -> answer.getError())
                .isEqualTo("asset not found: ui/a.js");
        String handle = served.createModule("test.module", Map.of("word", "w")).getHandleId();
        var service =
                InvokeServiceRequest.newBuilder().setHandleId(handle).setMethod("scan").build();
        assertThat(stub.invokeService(service).getError())
                .isEqualTo("module handle %s does not support service method scan", handle);
        var message =
                stub.deliverMessage(
                        DeliverMessageRequest.newBuilder().setHandleId("h").setTopic("t").build());
        assertThat(message.getError()).isEqualTo("no message handler for handle h topic t");
        assertThat(message.getAcknowledged()).isFalse();
        assertThat(stub.getConfigFragment(Empty.getDefaultInstance()).getYamlConfig()).isEmpty();
    }

    @Test
    void a_request_may_be_larger_than_grpcs_usual_limit() {
        String handle = served.createStep("step.echo", Map.of()).getHandleId();
        String large = "x".repeat(6 * 1024 * 1024);
        var stub = served.host.plugin().withMaxInboundMessageSize(Integer.MAX_VALUE);
        var answer =
                stub.executeStep(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(handle)
                                .setConfig(Served.struct(Map.of("text", large)))
                                .build());
        assertThat(text(answer, "text")).hasSize(large.length());
    }

    @Test
    void what_was_sent_never_makes_an_endless_or_a_broken_sentence() {
        String endless = "no\nsuch\u2028type".repeat(1_000_000);
        String error = served.createModule(endless, Map.of()).getError();
        assertThat(error).hasSizeLessThan(5_000).contains("this plugin has no such type");
        assertThat(error).doesNotContain("\n", "\u2028");
    }

    private static String text(ExecuteStepResponse answer, String key) {
        assertThat(answer.getError()).isEmpty();
        return answer.getOutput().getFieldsOrThrow(key).getStringValue();
    }
}
