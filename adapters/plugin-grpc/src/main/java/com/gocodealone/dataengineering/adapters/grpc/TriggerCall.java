package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.proto.engine.EngineCallbackServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** A TriggerWorkflowRequest as its bytes. Immutable. */
final class TriggerCall {
    /** TriggerWorkflow, called with bytes. */
    static final MethodDescriptor<TriggerCall, ErrorResponse> METHOD =
            MethodDescriptor.<TriggerCall, ErrorResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(
                            EngineCallbackServiceGrpc.getTriggerWorkflowMethod()
                                    .getFullMethodName())
                    .setRequestMarshaller(new AsBytes())
                    .setResponseMarshaller(
                            EngineCallbackServiceGrpc.getTriggerWorkflowMethod()
                                    .getResponseMarshaller())
                    .build();

    private static final int TRIGGER_TYPE = 0x0a;
    private static final int ACTION = 0x12;
    private static final int DATA = 0x1a;
    private static final int USUAL_BYTES = 1024;

    private final byte[] bytes;
    private final int start;

    private TriggerCall(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    static TriggerCall of(String workflow, String action, Map<String, @Nullable Object> data) {
        StructWriter writer = new StructWriter(USUAL_BYTES);
        writer.entries(data);
        writer.enclose(0, DATA);
        writer.string(ACTION, action);
        writer.string(TRIGGER_TYPE, workflow);
        return new TriggerCall(writer.bytes(), writer.start());
    }

    int size() {
        return bytes.length - start;
    }

    InputStream stream() {
        return new Bytes(bytes, start);
    }

    private static final class AsBytes implements MethodDescriptor.Marshaller<TriggerCall> {
        @Override
        public InputStream stream(TriggerCall call) {
            return call.stream();
        }

        @Override
        public TriggerCall parse(InputStream stream) {
            throw new UnsupportedOperationException("only the engine reads a request");
        }
    }

    /** The rest of an array, which gRPC copies once. Confined to a thread. */
    private static final class Bytes extends InputStream implements KnownLength, Drainable {
        private final byte[] bytes;
        private int next;

        Bytes(byte[] bytes, int next) {
            this.bytes = bytes;
            this.next = next;
        }

        @Override
        public int read() {
            return next < bytes.length ? bytes[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = Math.min(length, available());
            if (count == 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(bytes, next, into, offset, count);
            next += count;
            return count;
        }

        @Override
        public int available() {
            return bytes.length - next;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int count = available();
            target.write(bytes, next, count);
            next = bytes.length;
            return count;
        }
    }
}
