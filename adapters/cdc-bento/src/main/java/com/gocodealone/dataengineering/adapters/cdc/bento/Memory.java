package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What outlives a stream. Thread-safe. */
record Memory(StateStore state) {
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String FOLLOWING = "following_since";

    @Nullable Position acknowledged() {
        String text = state.get(ACKNOWLEDGED);
        return text == null ? null : new Position(text);
    }

    /**
     * @param following from where on only changes come, if that holds now
     * @throws Failure UNAVAILABLE when it cannot be stored
     */
    void acknowledge(Position position, @Nullable String following) {
        Map<String, String> entries = new HashMap<>(Map.of(ACKNOWLEDGED, position.text()));
        if (following != null) {
            entries.put(FOLLOWING, following);
        }
        try {
            state.put(entries);
        } catch (RuntimeException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE,
                    "position %s cannot be stored: %s".formatted(position, e.getMessage()),
                    e);
        }
    }

    /** Where the source's log is followed from, once nothing is to be read before that. */
    @Nullable String followingSince() {
        return state.get(FOLLOWING);
    }

    void follow(String since) {
        state.put(Map.of(FOLLOWING, since));
    }

    void forget() {
        List.of(ACKNOWLEDGED, FOLLOWING).forEach(state::remove);
    }
}
