package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.proto.engine.TriggerWorkflowRequest;
import com.google.protobuf.Struct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where an engine writes what its pipelines got, before it answers: what was written survives the
 * death of the process in the next instant. Thread-safe.
 */
final class Ledger implements AutoCloseable {
    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    static Ledger create(Path path) throws IOException {
        return new Ledger(
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    synchronized void record(String pipeline, Struct event) {
        byte[] entry =
                TriggerWorkflowRequest.newBuilder()
                        .setTriggerType(pipeline)
                        .setData(event)
                        .build()
                        .toByteArray();
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + entry.length);
        bytes.putInt(entry.length).put(entry).flip();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
