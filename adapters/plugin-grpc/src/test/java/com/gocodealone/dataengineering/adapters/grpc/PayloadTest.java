package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepResponse;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

@Timeout(30)
final class PayloadTest {
    private static final String PREFIX =
            "type.googleapis.com/workflow.plugins.data_engineering.v1.";

    private Served served;
    private ContractRegistry registry;

    @BeforeEach
    void serve() throws Exception {
        served =
                new Served(
                        engine ->
                                TestTypes.plugin(
                                        List.of(TestTypes.module(() -> {}, () -> {})),
                                        List.of(TestTypes.echoStep())));
        registry = served.host.plugin().getContractRegistry(Empty.getDefaultInstance());
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void text_serves_for_numbers_booleans_lists_and_maps() {
        var output =
                executed(
                        Map.of(
                                "number", "1.234567e+06",
                                "fraction", "0.5",
                                "flag", "true",
                                "pause", "1h30m",
                                "color", "dark_blue",
                                "items", "[\"a\", \"b\"]",
                                "pairs", "{\"k\": \"v\"}"));
        assertThat(output)
                .containsEntry("number", 1234567.0)
                .containsEntry("fraction", 0.5)
                .containsEntry("flag", true)
                .containsEntry("pause_seconds", 5400.0)
                .containsEntry("color", "dark_blue")
                .containsEntry("items", List.of("a", "b"))
                .containsEntry("pairs", Map.of("k", "v"));
    }

    @Test
    void plain_values_serve_too_and_defaults_fill_the_rest() {
        Map<String, Object> config = new HashMap<>();
        config.put("text", 5);
        config.put("items", List.of("a"));
        assertThat(executed(config))
                .containsEntry("text", "5")
                .containsEntry("number", 7.0)
                .containsEntry("fraction", null)
                .containsEntry("flag", false)
                .containsEntry("pause_seconds", 300.0)
                .containsEntry("color", "red")
                .containsEntry("items", List.of("a"))
                .containsEntry("pairs", Map.of());
    }

    @Test
    void a_list_can_come_from_the_pipelines_data() {
        String handle = created(Map.of("items_from", "steps.read.rows"));
        var rows = Served.struct(Map.of("rows", List.of("x", "y")));
        var answer =
                served.execute(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(handle)
                                .setConfig(Served.struct(Map.of("items_from", "steps.read.rows")))
                                .putStepOutputs("read", rows));
        assertThat(output(answer)).containsEntry("items", List.of("x", "y"));
    }

    @Test
    void without_current_it_is_made_of_what_fired_the_pipeline_and_of_the_outputs() {
        String handle = created(Map.of());
        for (Map.Entry<String, String> expected : Map.of("a", "fired", "b", "read").entrySet()) {
            var answer =
                    served.execute(
                            ExecuteStepRequest.newBuilder()
                                    .setHandleId(handle)
                                    .setConfig(
                                            Served.struct(Map.of("items_from", expected.getKey())))
                                    .setTriggerData(Served.struct(Map.of("a", List.of("fired"))))
                                    .putStepOutputs(
                                            "s", Served.struct(Map.of("b", List.of("read")))));
            assertThat(output(answer)).containsEntry("items", List.of(expected.getValue()));
        }
    }

    @Test
    void a_run_without_configuration_uses_the_one_the_step_was_created_with() {
        String handle = created(Map.of("text", "as created"));
        assertThat(output(served.execute(handle, Map.of()))).containsEntry("text", "as created");
    }

    @Test
    void the_resolved_configuration_counts_not_the_typed_one() throws Exception {
        String handle = created(Map.of("text", "${ x }"));
        var answer =
                served.execute(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(handle)
                                .setConfig(Served.struct(Map.of("text", "resolved")))
                                .setTypedConfig(typed("EchoConfig", Map.of("text", "typed"))));
        assertThat(output(answer)).containsEntry("text", "resolved");
    }

    @Test
    void a_typed_request_is_understood_and_answered_typed_with_nothing_lost() throws Exception {
        Map<String, @Nullable Object> config = new HashMap<>();
        config.put("text", "");
        config.put("number", 0);
        config.put("flag", "false");
        config.put("color", "dark_blue");
        config.put("items", List.of());
        String handle =
                served.host
                        .plugin()
                        .createStep(
                                CreateStepRequest.newBuilder()
                                        .setType("step.echo")
                                        .setName("s")
                                        .setTypedConfig(typed("EchoConfig", config))
                                        .build())
                        .getHandleId();
        var answer =
                served.execute(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(handle)
                                .setTypedInput(typed("EchoInput", Map.of()))
                                .setTypedConfig(typed("EchoConfig", config)));
        var output = output(answer);
        assertThat(output)
                .containsEntry("text", "")
                .containsEntry("number", 0.0)
                .containsEntry("flag", false)
                .containsEntry("fraction", null)
                .containsEntry("color", "dark_blue");
        assertThat(answer.getTypedOutput().getTypeUrl()).isEqualTo(PREFIX + "EchoOutput");
        assertThat(fields("EchoOutput", answer.getTypedOutput())).isEqualTo(output);
    }

    @Test
    void an_untyped_request_is_not_answered_typed() {
        assertThat(served.execute(created(Map.of()), Map.of()).hasTypedOutput()).isFalse();
    }

    @Test
    void a_typed_module_is_created_and_its_faults_are_said() throws Exception {
        assertThat(createdTyped(typed("TestModuleConfig", Map.of("word", "w")))).isEmpty();
        assertThat(createdTyped(typed("TestModuleConfig", Map.of())))
                .isEqualTo("test.module \"m\": word is required");
    }

    @Test
    void a_foreign_typed_payload_is_refused_by_name() throws Exception {
        String expected = "expected workflow.plugins.data_engineering.v1.TestModuleConfig";
        assertThat(createdTyped(Any.pack(Served.struct(Map.of("word", "w")))))
                .startsWith("test.module \"m\": ")
                .contains("google.protobuf.Struct", expected);
        assertThat(createdTyped(typed("EchoConfig", Map.of()))).contains("EchoConfig", expected);
        assertThat(createdTyped(Any.getDefaultInstance())).contains(expected);
    }

    @Test
    void a_damaged_typed_payload_is_refused_by_name() {
        ByteString damaged = ByteString.copyFrom(new byte[] {0x0a, 0x7f, 1});
        Any payload = Any.newBuilder().setTypeUrl(PREFIX + "EchoConfig").setValue(damaged).build();
        String handle = created(Map.of());
        var answer =
                served.execute(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(handle)
                                .setTypedConfig(payload));
        assertThat(answer.getError())
                .startsWith("step.echo \"s\": the typed payload is damaged")
                .contains("expected workflow.plugins.data_engineering.v1.EchoConfig");
    }

    @Test
    void a_typed_payload_with_fields_that_nobody_knows_is_refused() {
        ByteString field99 = ByteString.copyFrom(new byte[] {(byte) 0x9a, 0x06, 1, 'x'});
        Any payload =
                Any.newBuilder().setTypeUrl(PREFIX + "TestModuleConfig").setValue(field99).build();
        assertThat(createdTyped(payload)).contains("unknown fields [99]");
    }

    @Test
    void a_foreign_typed_input_is_refused() {
        String handle = created(Map.of());
        var answer =
                served.execute(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(handle)
                                .setTypedInput(Any.pack(Empty.getDefaultInstance())));
        assertThat(answer.getError())
                .contains("step.echo \"s\"", "google.protobuf.Empty", "EchoInput");
    }

    @Test
    void the_workflow_type_and_the_engines_own_keys_are_no_keys_of_a_trigger() throws Exception {
        try (Served other =
                new Served(
                        engine ->
                                TestTypes.plugin(List.of(TestTypes.trigger(engine)), List.of()))) {
            var answer =
                    other.createTrigger(
                            "trigger.test",
                            Map.of("value", "v", "workflowType", "pipeline:p", "_x", "y"));
            assertThat(answer.getError()).isEmpty();
            assertThat(other.createTrigger("trigger.test", Map.of("vlue", "v")).getError())
                    .contains("vlue is not a known key");
        }
    }

    private String created(Map<String, ?> config) {
        var answer = served.createStep("step.echo", config);
        assertThat(answer.getError()).isEmpty();
        return answer.getHandleId();
    }

    private Map<String, @Nullable Object> executed(Map<String, ?> config) {
        return output(served.execute(created(config), config));
    }

    private static Map<String, @Nullable Object> output(ExecuteStepResponse answer) {
        assertThat(answer.getError()).isEmpty();
        return Structs.toMap(answer.getOutput());
    }

    private String createdTyped(Any config) {
        return served.host
                .plugin()
                .createModule(
                        CreateModuleRequest.newBuilder()
                                .setType("test.module")
                                .setName("m")
                                .setTypedConfig(config)
                                .build())
                .getError();
    }

    private Any typed(String name, Map<String, ? extends @Nullable Object> values)
            throws DescriptorValidationException {
        Descriptor descriptor = ContractsTest.message(name, registry);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        values.forEach(
                (key, value) -> {
                    FieldDescriptor field = descriptor.findFieldByName(key);
                    boolean text = field.getJavaType() == FieldDescriptor.JavaType.STRING;
                    message.setField(
                            field, text ? String.valueOf(value) : StructBuilder.value(value));
                });
        return Any.pack(message.build());
    }

    /** As the engine reads a typed output. */
    private Map<String, @Nullable Object> fields(String name, Any payload) throws Exception {
        Map<String, @Nullable Object> fields = new HashMap<>();
        var message =
                DynamicMessage.parseFrom(ContractsTest.message(name, registry), payload.getValue());
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            Value value = Value.parseFrom(((Message) field.getValue()).toByteString());
            fields.put(field.getKey().getName(), Structs.toValue(value));
        }
        return fields;
    }
}
