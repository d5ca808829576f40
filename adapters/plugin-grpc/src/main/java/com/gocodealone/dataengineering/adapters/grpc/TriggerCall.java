package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.proto.engine.EngineCallbackServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

import java.io.ByteArrayInputStream;
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
        return new Message(
                new Part(head.bytes(), head.start(), head.size()),
                new Part(data.array(), data.start(), data.bytes()));
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

    /** Head and data, which gRPC takes as they are. Confined to a thread. */
    private static final class Message extends InputStream implements KnownLength, Drainable {
        private final Part head;
        private final Part data;

        Message(Part head, Part data) {
            this.head = head;
            this.data = data;
        }

        @Override
        public int read() {
            return head.available() > 0 ? head.read() : data.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return head.available() > 0
                    ? head.read(into, offset, length)
                    : data.read(into, offset, length);
        }

        @Override
        public int available() {
            return head.available() + data.available();
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int count = available();
            head.drainTo(target);
            data.drainTo(target);
            return count;
        }
    }

    /** Bytes of an array, which are not copied. Confined to a thread. */
    private static final class Part extends ByteArrayInputStream {
        Part(byte[] bytes, int start, int length) {
            super(bytes, start, length);
        }

        void drainTo(OutputStream target) throws IOException {
            target.write(buf, pos, count - pos);
            pos = count;
        }
    }
}
