package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Map;

/** The bytes of a Struct, as they stand at the end of an array. Immutable. */
final class StructBytes implements Engine.Payload {
    private static final int USUAL_BYTES = 1024;

    private final byte[] bytes;
    private final int start;

    private StructBytes(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /**
     * Writes {@code entries}.
     *
     * @throws Failure INVALID when that cannot be
     */
    static StructBytes of(Map<String, @Nullable Object> entries) {
        try {
            StructWriter writer = new StructWriter(USUAL_BYTES);
            writer.entries(entries);
            return new StructBytes(writer.bytes(), writer.start());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new Failure(Failure.Kind.INVALID, "the event cannot be written: " + e, e);
        }
    }

    @Override
    public int bytes() {
        return bytes.length - start;
    }

    /** Where they begin in {@link #array}; they go on to its end. */
    int start() {
        return start;
    }

    /** Not to be written to. */
    byte[] array() {
        return bytes;
    }

    void copyInto(byte[] target, int offset) {
        System.arraycopy(bytes, start, target, offset, bytes());
    }

    /** A view of the bytes. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, start, bytes()).asReadOnlyBuffer();
    }

    Struct parsed() {
        try {
            return Struct.parseFrom(view());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
