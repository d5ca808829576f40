package com.gocodealone.dataengineering.adapters.grpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.List;

/** Refuses what cannot be read in a sentence; gRPC itself would say only that something failed. */
final class ReadableRequests {
    private ReadableRequests() {}

    /** {@code service} behind this guard. */
    static ServerServiceDefinition of(BindableService service) {
        ServerServiceDefinition open = service.bindService();
        List<? extends ServerMethodDefinition<?, ?>> methods =
                open.getMethods().stream().map(ReadableRequests::guarded).toList();
        ServiceDescriptor described = open.getServiceDescriptor();
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(described.getName())
                        .setSchemaDescriptor(described.getSchemaDescriptor());
        methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
        ServerServiceDefinition.Builder guarded =
                ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(guarded::addMethod);
        return guarded.build();
    }

    private static <Q, A> ServerMethodDefinition<Q, A> guarded(ServerMethodDefinition<Q, A> open) {
        MethodDescriptor<Q, A> method = open.getMethodDescriptor();
        MethodDescriptor<Q, A> guarded =
                method.toBuilder(
                                new Reading<>(method.getRequestMarshaller()),
                                method.getResponseMarshaller())
                        .build();
        String sentence =
                "the request cannot be read: it is not the message that %s takes, holds text that is not UTF-8, or is nested too deep"
                        .formatted(method.getBareMethodName());
        ServerCallHandler<Q, A> handler = open.getServerCallHandler();
        return ServerMethodDefinition.create(
                guarded,
                (call, headers) -> new Guard<>(handler.startCall(call, headers), call, sentence));
    }

    /** Reads null where there is nothing to be read. Stateless. */
    private record Reading<Q>(MethodDescriptor.Marshaller<Q> reader)
            implements MethodDescriptor.Marshaller<Q> {
        @Override
        public InputStream stream(Q request) {
            return reader.stream(request);
        }

        @Override
        public @Nullable Q parse(InputStream stream) {
            try {
                return reader.parse(stream);
            } catch (StatusRuntimeException unreadable) {
                return null;
            }
        }
    }

    /** One call. Confined to the event loop. */
    private static final class Guard<Q, A> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, A> call;
        private final String sentence;
        private boolean refused;

        Guard(ServerCall.Listener<Q> open, ServerCall<Q, A> call, String sentence) {
            super(open);
            this.call = call;
            this.sentence = sentence;
        }

        @Override
        public void onMessage(@Nullable Q request) {
            if (request == null) {
                refused = true;
                call.close(Status.INVALID_ARGUMENT.withDescription(sentence), new Metadata());
            } else {
                super.onMessage(request);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
