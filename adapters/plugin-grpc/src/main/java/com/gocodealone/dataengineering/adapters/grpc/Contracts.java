package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.proto.engine.ContractDescriptor;
import com.gocodealone.dataengineering.proto.engine.ContractKind;
import com.gocodealone.dataengineering.proto.engine.ContractMode;
import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Struct;
import com.google.protobuf.StructProto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * How every type's payloads are typed. At run time each contract is a message with Struct beside
 * it: the engine's strict mode refuses what a template has yet to resolve, and keeps a step from
 * seeing the pipeline's data; the plugin itself refuses unknown keys, and all of them at once.
 * Immutable.
 */
final class Contracts {
    static final String PROTOCOL_VERSION = "v1";

    private final List<TypeInfo> types;
    private final FileDescriptorProto file;

    Contracts(List<TypeInfo> types) {
        this.types = types;
        this.file = file(types);
    }

    private static FileDescriptorProto file(List<TypeInfo> types) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder()
                        .setName("workflow/plugins/data_engineering/v1/payloads.proto")
                        .setPackage(Payload.PACKAGE)
                        .setSyntax("proto3")
                        .addDependency(StructProto.getDescriptor().getFullName());
        for (TypeInfo type : types) {
            file.addMessageType(Payload.CONFIG.message(type));
            if (type.kind() == TypeInfo.Kind.STEP) {
                file.addMessageType(Payload.INPUT.message(type));
                file.addMessageType(Payload.OUTPUT.message(type));
            }
        }
        return file.build();
    }

    /** The file that defines the messages. */
    FileDescriptorProto file() {
        return file;
    }

    /** The contracts, and every file that the messages need. */
    ContractRegistry registry() {
        String digest = digest();
        ContractRegistry.Builder registry = ContractRegistry.newBuilder();
        types.forEach(type -> registry.addContracts(contract(type, digest)));
        return registry.setFileDescriptorSet(
                        FileDescriptorSet.newBuilder()
                                .addFile(StructProto.getDescriptor().toProto())
                                .addFile(file))
                .build();
    }

    private static ContractDescriptor contract(TypeInfo type, String digest) {
        ContractDescriptor.Builder contract =
                ContractDescriptor.newBuilder()
                        .setMode(ContractMode.CONTRACT_MODE_PROTO_WITH_LEGACY_STRUCT)
                        .setConfigMessage(Payload.CONFIG.fullName(type))
                        .setProtoPackage(Payload.PACKAGE)
                        .addMessageNames(Payload.CONFIG.fullName(type))
                        .setSchemaDigest(digest)
                        .setProtocolVersion(PROTOCOL_VERSION);
        switch (type.kind()) {
            case MODULE ->
                    contract.setKind(ContractKind.CONTRACT_KIND_MODULE).setModuleType(type.type());
            case TRIGGER ->
                    contract.setKind(ContractKind.CONTRACT_KIND_TRIGGER)
                            .setTriggerType(type.type())
                            .setOutputMessage(Struct.getDescriptor().getFullName());
            case STEP ->
                    contract.setKind(ContractKind.CONTRACT_KIND_STEP)
                            .setStepType(type.type())
                            .setInputMessage(Payload.INPUT.fullName(type))
                            .setOutputMessage(Payload.OUTPUT.fullName(type))
                            .addMessageNames(Payload.INPUT.fullName(type))
                            .addMessageNames(Payload.OUTPUT.fullName(type));
        }
        return contract.build();
    }

    private String digest() {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(file.toByteArray());
            return "sha256:" + HexFormat.of().formatHex(sha);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
