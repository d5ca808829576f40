package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.proto.engine.ContractDescriptor;
import com.gocodealone.dataengineering.proto.engine.ContractKind;
import com.gocodealone.dataengineering.proto.engine.ContractMode;
import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class ContractsTest {
    private final Descriptions descriptions =
            new Descriptions(
                    TestTypes.plugin(
                            List.of(
                                    TestTypes.module(() -> {}, () -> {}),
                                    TestTypes.trigger(new SilentEngine())),
                            List.of(TestTypes.echoStep())));
    private final ContractRegistry registry = descriptions.registry();

    /** The messages of a registry, made of nothing but its own files, as the engine makes them. */
    static Map<String, Descriptor> messages(ContractRegistry registry)
            throws DescriptorValidationException {
        Map<String, FileDescriptor> files = new HashMap<>();
        Map<String, Descriptor> messages = new HashMap<>();
        for (FileDescriptorProto file : registry.getFileDescriptorSet().getFileList()) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream()
                            .map(files::get)
                            .toArray(FileDescriptor[]::new);
            assertThat(imports).doesNotContainNull();
            FileDescriptor built = FileDescriptor.buildFrom(file, imports);
            files.put(file.getName(), built);
            built.getMessageTypes().forEach(message -> messages.put(message.getName(), message));
        }
        return messages;
    }

    static Descriptor message(String name, ContractRegistry registry)
            throws DescriptorValidationException {
        Descriptor found = messages(registry).get(name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    @Test
    void every_type_has_a_contract_that_names_messages_of_the_set() throws Exception {
        var messages = messages(registry);
        assertThat(registry.getContractsList()).hasSize(3);
        for (ContractDescriptor contract : registry.getContractsList()) {
            assertThat(contract.getMode())
                    .isEqualTo(ContractMode.CONTRACT_MODE_PROTO_WITH_LEGACY_STRUCT);
            assertThat(contract.getMessageNamesList()).isNotEmpty();
            for (String name : contract.getMessageNamesList()) {
                assertThat(name).startsWith(Payload.PACKAGE + ".");
                assertThat(messages).containsKey(name.substring(Payload.PACKAGE.length() + 1));
            }
        }
    }

    @Test
    void a_contract_names_its_kind_its_type_and_its_messages() {
        ContractDescriptor step = contract(ContractKind.CONTRACT_KIND_STEP);
        assertThat(step.getStepType()).isEqualTo("step.echo");
        assertThat(step.getConfigMessage()).isEqualTo(Payload.PACKAGE + ".EchoConfig");
        assertThat(step.getInputMessage()).isEqualTo(Payload.PACKAGE + ".EchoInput");
        assertThat(step.getOutputMessage()).isEqualTo(Payload.PACKAGE + ".EchoOutput");
        assertThat(step.getSchemaDigest()).matches("sha256:[0-9a-f]{64}");
        assertThat(step.getProtocolVersion()).isEqualTo("v1");
        ContractDescriptor module = contract(ContractKind.CONTRACT_KIND_MODULE);
        assertThat(module.getModuleType()).isEqualTo("test.module");
        assertThat(module.getConfigMessage()).isEqualTo(Payload.PACKAGE + ".TestModuleConfig");
        ContractDescriptor trigger = contract(ContractKind.CONTRACT_KIND_TRIGGER);
        assertThat(trigger.getTriggerType()).isEqualTo("trigger.test");
        assertThat(trigger.getConfigMessage()).isEqualTo(Payload.PACKAGE + ".TestTriggerConfig");
    }

    private ContractDescriptor contract(ContractKind kind) {
        return registry.getContractsList().stream()
                .filter(contract -> contract.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_config_has_a_field_for_every_key_every_alias_and_every_companion() throws Exception {
        Descriptor config = message("EchoConfig", registry);
        assertThat(config.getFields())
                .extracting(FieldDescriptor::getName)
                .containsExactly(
                        "text",
                        "number",
                        "fraction",
                        "flag",
                        "pause",
                        "color",
                        "items",
                        "pairs",
                        "words",
                        "items_from",
                        "pairs_from");
    }

    @Test
    void text_keeps_its_presence_and_everything_else_may_be_anything() throws Exception {
        Descriptor config = message("EchoConfig", registry);
        for (String text : List.of("text", "pause", "color", "words", "items_from")) {
            FieldDescriptor field = config.findFieldByName(text);
            assertThat(field.getJavaType()).isEqualTo(FieldDescriptor.JavaType.STRING);
            assertThat(field.hasPresence()).isTrue();
        }
        for (String any : List.of("number", "fraction", "flag", "items", "pairs")) {
            assertThat(config.findFieldByName(any).getMessageType().getFullName())
                    .isEqualTo("google.protobuf.Value");
        }
    }

    @Test
    void an_output_has_a_field_for_every_key_of_the_output() throws Exception {
        assertThat(message("EchoOutput", registry).getFields())
                .extracting(FieldDescriptor::getName)
                .containsExactly(
                        "text",
                        "number",
                        "fraction",
                        "flag",
                        "pause_seconds",
                        "color",
                        "items",
                        "pairs",
                        "thread");
    }
}
