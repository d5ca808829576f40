package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How a pipeline wants its events: what {@code trigger.cdc} offers, at random. */
final class PipelineOptions {
    private static final int LARGEST_BATCH = 500;
    private static final int MANY_IN_FLIGHT = 16;

    private PipelineOptions() {}

    /** The trigger's keys; the same for the same seed. */
    static Map<String, Object> of(String pipeline, long seed) {
        Random random = new Random(31 * seed + pipeline.hashCode());
        Map<String, Object> options = new HashMap<>();
        String order = List.of("source", "table", "key").get(random.nextInt(3));
        options.put("order", order);
        if (!order.equals("source")) {
            options.put("max_in_flight", MANY_IN_FLIGHT);
        }
        if (random.nextInt(2) == 0) {
            options.put("batch", Map.of("max_events", 1 + random.nextInt(LARGEST_BATCH)));
        }
        return options;
    }
}
