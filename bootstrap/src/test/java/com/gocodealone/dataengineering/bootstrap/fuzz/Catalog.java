package com.gocodealone.dataengineering.bootstrap.fuzz;

import com.gocodealone.dataengineering.proto.engine.ContractDescriptor;
import com.gocodealone.dataengineering.proto.engine.ContractKind;
import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.StructProto;

import java.util.ArrayList;
import java.util.List;

/** What the plugin says it offers, so that nothing of it is left out. Immutable. */
record Catalog(List<Entry> modules, List<Entry> triggers, List<Entry> steps) {
    /** One type and the message that holds its configuration. */
    record Entry(String type, Descriptor config) {
        List<String> keys() {
            return config.getFields().stream().map(FieldDescriptor::getName).toList();
        }
    }

    static Catalog of(ContractRegistry registry) throws DescriptorValidationException {
        FileDescriptorProto proto = registry.getFileDescriptorSet().getFileList().getLast();
        FileDescriptor file =
                FileDescriptor.buildFrom(proto, new FileDescriptor[] {StructProto.getDescriptor()});
        return new Catalog(
                entries(registry, file, ContractKind.CONTRACT_KIND_MODULE),
                entries(registry, file, ContractKind.CONTRACT_KIND_TRIGGER),
                entries(registry, file, ContractKind.CONTRACT_KIND_STEP));
    }

    private static List<Entry> entries(
            ContractRegistry registry, FileDescriptor file, ContractKind kind) {
        List<Entry> entries = new ArrayList<>();
        for (ContractDescriptor contract : registry.getContractsList()) {
            if (contract.getKind() == kind) {
                String message = contract.getConfigMessage();
                String name = message.substring(message.lastIndexOf('.') + 1);
                entries.add(new Entry(type(contract), file.findMessageTypeByName(name)));
            }
        }
        return entries;
    }

    private static String type(ContractDescriptor contract) {
        return contract.getModuleType() + contract.getStepType() + contract.getTriggerType();
    }
}
