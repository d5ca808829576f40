package com.gocodealone.dataengineering.bootstrap.fuzz;

import com.gocodealone.dataengineering.proto.engine.PluginServiceGrpc;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Calls whose requests are any bytes. Thread-safe. */
final class Wire {
    private static final long PATIENCE_MINUTES = 2;

    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };

    private final Channel channel;

    Wire(Channel channel) {
        this.channel = channel;
    }

    /** One call that the plugin knows. */
    record Call(String name, Message request, Message response) {
        static List<Call> all() {
            return PluginServiceGrpc.getServiceDescriptor().getMethods().stream()
                    .map(Call::of)
                    .toList();
        }

        static Call named(String name) {
            return all().stream()
                    .filter(call -> call.name().endsWith("/" + name))
                    .findFirst()
                    .orElseThrow();
        }

        private static Call of(MethodDescriptor<?, ?> method) {
            return new Call(
                    method.getFullMethodName(),
                    prototype(method.getRequestMarshaller()),
                    prototype(method.getResponseMarshaller()));
        }

        private static Message prototype(MethodDescriptor.Marshaller<?> marshaller) {
            return (Message)
                    Objects.requireNonNull(
                            ((MethodDescriptor.PrototypeMarshaller<?>) marshaller)
                                    .getMessagePrototype());
        }
    }

    /** What came back. */
    record Answer(Status status, @Nullable Message message) {
        /** What the plugin says is wrong; empty when nothing is. */
        String sentence() {
            if (message == null) {
                return String.valueOf(status.getDescription());
            }
            return text("error");
        }

        String text(String field) {
            Message known = message;
            FieldDescriptor described =
                    known == null ? null : known.getDescriptorForType().findFieldByName(field);
            return known == null || described == null
                    ? ""
                    : String.valueOf(known.getField(described));
        }
    }

    Answer call(Call call, Message request) {
        return call(call, request.toByteArray());
    }

    Answer call(Call call, byte[] request) {
        MethodDescriptor<byte[], byte[]> method =
                MethodDescriptor.newBuilder(BYTES, BYTES)
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(call.name())
                        .build();
        try {
            byte[] answer =
                    ClientCalls.blockingUnaryCall(
                            channel,
                            method,
                            CallOptions.DEFAULT.withDeadlineAfter(
                                    PATIENCE_MINUTES, TimeUnit.MINUTES),
                            request);
            return new Answer(Status.OK, call.response().getParserForType().parseFrom(answer));
        } catch (StatusRuntimeException e) {
            return new Answer(e.getStatus(), null);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(call.name() + " answered with no message", e);
        }
    }
}
