package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.Retention;
import com.gocodealone.dataengineering.domain.cdc.StateStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Does what {@code on_lag} says, once each time the database begins to keep too much log: a source
 * that a person let read on is left alone until it has caught up. Confined to the watchdog, except
 * {@link #warning}.
 */
final class LagGuard {
    static final String BY = "on_lag";
    private static final Logger LOG = LoggerFactory.getLogger(LagGuard.class);
    private static final String ACTED = "on_lag_acted_at";

    private final String sourceId;
    private final SourcePolicy policy;
    private final SourceMemory memory;
    private volatile @Nullable String warning;

    /** Null until it was looked at. */
    private @Nullable Boolean over;

    LagGuard(String sourceId, SourcePolicy policy, SourceMemory memory) {
        this.sourceId = sourceId;
        this.policy = policy;
        this.memory = memory;
    }

    /** Why the database keeps too much; null when it does not. */
    @Nullable String warning() {
        return warning;
    }

    /** Does what is due; says whether the stream has to end for it. */
    boolean look(@Nullable Retention retention) {
        if (retention == null) {
            return false;
        }
        Optional<String> excess = policy.excess(retention);
        warning = excess.orElse(null);
        boolean news = over == null || over != excess.isPresent();
        over = excess.isPresent();
        if (!news) {
            return false;
        }
        if (excess.isEmpty()) {
            memory.state().remove(ACTED);
            return false;
        }
        return act(excess.get());
    }

    private boolean act(String excess) {
        LOG.warn("source {}: {}; on_lag: {}", sourceId, excess, SourcePolicy.word(policy.onLag()));
        StateStore state = memory.state();
        if (state.get(ACTED) != null) {
            return false;
        }
        boolean end =
                switch (policy.onLag()) {
                    case WARN -> false;
                    case PAUSE -> {
                        memory.throttle().hold(BY, excess);
                        yield false;
                    }
                    case DROP_SLOT -> {
                        memory.gaps().giveUp(excess);
                        yield true;
                    }
                };
        state.put(Map.of(ACTED, Instant.now().toString()));
        return end;
    }
}
