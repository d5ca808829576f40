package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often events that fail right now have failed, kept across restarts; only those are written.
 * Confined to its delivery's thread.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final StateStore state;
    private final String workflow;
    private final Map<String, Integer> failures = new LinkedHashMap<>();

    private Attempts(StateStore state, String workflow) {
        this.state = state;
        this.workflow = workflow;
    }

    static Attempts load(StateStore state, String workflow) {
        Attempts attempts = new Attempts(state, workflow);
        String stored = state.get(workflow);
        if (stored != null) {
            stored.lines().forEach(attempts::read);
        }
        return attempts;
    }

    private void read(String line) {
        int blank = line.indexOf(' ');
        failures.put(line.substring(blank + 1), Integer.parseInt(line.substring(0, blank)));
    }

    /** How often the most unfortunate of {@code events} has failed. */
    int of(List<String> events) {
        return events.stream().mapToInt(event -> failures.getOrDefault(event, 0)).max().orElse(0);
    }

    boolean areNone() {
        return failures.isEmpty();
    }

    void failed(String event, int times) {
        failures.put(event, times);
        store();
    }

    void over(List<String> events) {
        if (failures.keySet().removeAll(events)) {
            store();
        }
    }

    /** A count that cannot be written must not keep an event from its next attempt. */
    private void store() {
        String text =
                failures.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey())
                        .collect(Collectors.joining("\n"));
        try {
            if (text.isEmpty()) {
                state.remove(workflow);
            } else {
                state.put(Map.of(workflow, text));
            }
        } catch (Failure failure) {
            LOG.warn("the attempts of {} are not kept: {}", workflow, failure.fact());
        }
    }
}
