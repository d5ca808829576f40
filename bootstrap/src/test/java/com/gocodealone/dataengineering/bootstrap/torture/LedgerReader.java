package com.gocodealone.dataengineering.bootstrap.torture;

import com.gocodealone.dataengineering.proto.engine.TriggerWorkflowRequest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the ledgers of one engine after another, in the order of their names. An entry at the end
 * that is not whole was never answered, so it does not count. Confined to a thread.
 */
final class LedgerReader {
    private final Path folder;
    private final Map<Path, Long> read = new HashMap<>();
    private final Map<String, List<Delivery>> deliveries = new HashMap<>();

    LedgerReader(Path folder) {
        this.folder = folder;
    }

    /** What {@code pipeline} has got so far, in that order. */
    List<Delivery> deliveries(String pipeline) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                readOn(file);
            }
        }
        return List.copyOf(deliveries.getOrDefault(pipeline, List.of()));
    }

    private void readOn(Path file) throws IOException {
        long from = read.getOrDefault(file, 0L);
        ByteBuffer bytes;
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
            channel.read(bytes, from);
        }
        bytes.flip();
        while (hasWholeEntry(bytes)) {
            ByteBuffer entry = bytes.slice(bytes.position() + Integer.BYTES, bytes.getInt());
            bytes.position(bytes.position() + entry.remaining());
            TriggerWorkflowRequest request = TriggerWorkflowRequest.parseFrom(entry);
            deliveries
                    .computeIfAbsent(request.getTriggerType(), any -> new ArrayList<>())
                    .add(Delivery.of(request.getData()));
        }
        read.put(file, from + bytes.position());
    }

    private static boolean hasWholeEntry(ByteBuffer bytes) {
        return bytes.remaining() >= Integer.BYTES
                && bytes.remaining() - Integer.BYTES >= bytes.getInt(bytes.position());
    }
}
