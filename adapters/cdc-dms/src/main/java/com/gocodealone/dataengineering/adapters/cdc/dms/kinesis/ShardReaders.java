package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.Shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads every shard of a stream, each on a virtual thread of its own, and a shard only once its
 * parents are read to their end. What goes wrong ends the queue. Thread-safe.
 */
public final class ShardReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardReaders.class);

    private final DataStream stream;
    private final Reading reading;
    private final Map<String, Place> places = new HashMap<>();
    private final Place otherwise;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private ShardReaders(DataStream stream, Checkpoints checkpoints, Reading reading) {
        this.stream = stream;
        this.reading = reading;
        this.otherwise = checkpoints.first();
        for (String shard : checkpoints.begun()) {
            if (checkpoints.isEnd(shard)) {
                ended.add(shard);
            }
            places.put(shard, checkpoints.place(shard));
        }
    }

    /** Begins to read where {@code checkpoints} say now. */
    public static ShardReaders start(DataStream stream, Checkpoints checkpoints, Reading reading)
            throws InterruptedException {
        ShardReaders readers = new ShardReaders(stream, checkpoints, reading);
        readers.startReady();
        return readers;
    }

    private synchronized void startReady() throws InterruptedException {
        List<Shard> shards = stream.shards();
        Set<String> listed = shards.stream().map(Shard::shardId).collect(Collectors.toSet());
        for (Shard shard : shards) {
            boolean isDone = ended.contains(shard.shardId());
            boolean isReady =
                    isRead(shard.parentShardId(), listed)
                            && isRead(shard.adjacentParentShardId(), listed);
            if (!isDone && isReady && !threads.containsKey(shard.shardId())) {
                start(shard.shardId());
            }
        }
    }

    private boolean isRead(@Nullable String parent, Set<String> listed) {
        return parent == null || ended.contains(parent) || !listed.contains(parent);
    }

    private void start(String shard) {
        Thread thread =
                Thread.ofVirtual().name("dms-" + shard).unstarted(() -> readToItsEnd(shard));
        threads.put(shard, thread);
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    private void readToItsEnd(String shard) {
        try {
            Place place = places.getOrDefault(shard, otherwise);
            LOG.info("shard {} is read from {}", shard, place);
            new ShardReader(stream, shard, place, reading).run();
            ended.add(shard);
            reading.tips().ended(shard);
            startReady();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (Failure failure) {
            reading.queue().fail(failure);
        } catch (RuntimeException e) {
            LOG.warn("shard {} cannot be read", shard, e);
            String fact = "the shard %s cannot be read: %s".formatted(shard, e);
            reading.queue().fail(new Failure(Failure.Kind.UNAVAILABLE, fact, e));
        }
    }

    /** Waits until every thread has ended; an interruption ends calls that are under way. */
    @Override
    public void close() {
        closed = true;
        threads.values().forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        for (Thread thread : threads.values()) {
            interrupted |= join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
