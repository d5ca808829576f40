package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.Failure;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StructProto;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and writes the messages that {@link Contracts} defines. Thread-safe. */
final class TypedPayloads {
    private final Supplier<FileDescriptor> file;

    TypedPayloads(Supplier<Contracts> contracts) {
        this.file = new Lazy<>(() -> built(contracts.get()));
    }

    private static FileDescriptor built(Contracts contracts) {
        try {
            return FileDescriptor.buildFrom(
                    contracts.file(), new FileDescriptor[] {StructProto.getDescriptor()});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("two types want one message name: " + e, e);
        }
    }

    /**
     * The fields of {@code typed} that were set, by name.
     *
     * @throws Failure INVALID when it is another message, is damaged, or holds unknown fields
     */
    Map<String, @Nullable Object> read(Any typed, Payload payload, TypeInfo type) {
        String expected = payload.fullName(type);
        String url = typed.getTypeUrl();
        if (!url.substring(url.lastIndexOf('/') + 1).equals(expected)) {
            throw invalid("the typed payload is a \"%s\", expected %s", url, expected);
        }
        try {
            DynamicMessage message =
                    DynamicMessage.parseFrom(descriptor(payload, type), typed.getValue());
            var unknown = message.getUnknownFields().asMap().keySet();
            if (!unknown.isEmpty()) {
                throw invalid(
                        "the typed payload has the unknown fields %s, expected %s",
                        unknown, expected);
            }
            return toMap(message);
        } catch (InvalidProtocolBufferException e) {
            throw invalid("the typed payload is damaged (%s), expected %s", e, expected);
        }
    }

    private static Failure invalid(String sentence, Object found, String expected) {
        return new Failure(Failure.Kind.INVALID, sentence.formatted(found, expected));
    }

    private Descriptor descriptor(Payload payload, TypeInfo type) {
        return file.get().findMessageTypeByName(payload.simpleName(type));
    }

    private static Map<String, @Nullable Object> toMap(Message message)
            throws InvalidProtocolBufferException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            Object value = field.getValue();
            map.put(
                    field.getKey().getName(),
                    value instanceof Message nested
                            ? Structs.toValue(Value.parseFrom(nested.toByteString()))
                            : value);
        }
        return map;
    }

    /** A step's output as its typed message; empty when that has no place for all of it. */
    Optional<Any> output(Map<String, @Nullable Object> output, TypeInfo type) {
        Descriptor descriptor = descriptor(Payload.OUTPUT, type);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        for (Map.Entry<String, @Nullable Object> entry : output.entrySet()) {
            FieldDescriptor field = descriptor.findFieldByName(entry.getKey());
            if (field == null) {
                return Optional.empty();
            }
            message.setField(field, StructBuilder.value(entry.getValue()));
        }
        return Optional.of(Any.pack(message.build()));
    }
}
