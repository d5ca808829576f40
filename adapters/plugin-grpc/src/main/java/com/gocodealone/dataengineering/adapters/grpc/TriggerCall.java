package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.proto.engine.EngineCallbackServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A TriggerWorkflowRequest as its bytes: a head, and data that is written already. Immutable. */
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
    private static final int USUAL_HEAD_BYTES = 128;

    private final StructWriter head;
    private final StructBytes data;

    private TriggerCall(StructWriter head, StructBytes data) {
        this.head = head;
        this.data = data;
    }

    static TriggerCall of(String workflow, String action, StructBytes data) {
        return new TriggerCall(head(workflow, action, data.bytes()), data);
    }

    /** The bytes that a call takes beyond those of {@code dataBytes} of data. */
    static int headBytes(String workflow, String action, int dataBytes) {
        return head(workflow, action, dataBytes).size();
    }

    private static StructWriter head(String workflow, String action, int dataBytes) {
        StructWriter head = new StructWriter(USUAL_HEAD_BYTES);
        head.begin(dataBytes, DATA);
        head.string(ACTION, action);
        head.string(TRIGGER_TYPE, workflow);
        return head;
    }

    int size() {
        return head.size() + data.bytes();
    }

    InputStream stream() {
        byte[] all = new byte[size()];
        System.arraycopy(head.bytes(), head.start(), all, 0, head.size());
        data.copyInto(all, head.size());
        return new Bytes(all);
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

    /** An array, which gRPC copies once. Confined to a thread. */
    private static final class Bytes extends InputStream implements KnownLength, Drainable {
        private final byte[] bytes;
        private int next;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
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
