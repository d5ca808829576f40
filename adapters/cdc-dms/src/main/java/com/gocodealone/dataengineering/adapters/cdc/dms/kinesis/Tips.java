package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** How far the reading of each shard is from its newest record. Thread-safe, never blocks. */
public final class Tips {
    private final Map<String, Tip> tips = new ConcurrentHashMap<>();
    private volatile @Nullable Instant readAt;

    /**
     * @param isQuiet whether that reading gave nothing
     */
    private record Tip(long millisBehind, boolean isQuiet, Instant at) {}

    void read(String shard, long millisBehind, boolean isQuiet) {
        Instant now = Instant.now();
        tips.put(shard, new Tip(millisBehind, isQuiet, now));
        readAt = now;
    }

    /** The shard is read to its end, so it says nothing of the stream any more. */
    void ended(String shard) {
        tips.remove(shard);
    }

    /** When a shard was last read; null when none was yet. */
    public @Nullable Instant readAt() {
        return readAt;
    }

    /** How far the shard that is furthest behind is behind; null when none was read yet. */
    public @Nullable Duration behind() {
        return tips.values().stream()
                .map(tip -> Duration.ofMillis(tip.millisBehind()))
                .max(Duration::compareTo)
                .orElse(null);
    }

    /** The shards whose last reading gave nothing and left nothing, with when that was. */
    public Map<String, Instant> quiet() {
        return tips.entrySet().stream()
                .filter(tip -> tip.getValue().isQuiet() && tip.getValue().millisBehind() == 0)
                .collect(Collectors.toMap(Map.Entry::getKey, tip -> tip.getValue().at()));
    }
}
