package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Health;
import com.gocodealone.dataengineering.domain.cdc.StreamStatus;
import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * From how much lag on a source is critical. Immutable.
 *
 * @param lagBytes null where the default holds
 * @param lagSeconds null where the default holds
 */
record Thresholds(
        @Doc("Critical from this many bytes on; default 1073741824") @Nullable Long lagBytes,
        @Doc("Critical from this many seconds on; default 300") @Nullable Double lagSeconds) {
    static final String DOC =
            "From how much lag on the source is critical: lag_bytes (default 1073741824) and"
                    + " lag_seconds (default 300)";
    static final String MULTIPLIER_DOC = "From which share of a threshold on it is a warning";
    private static final long BYTES = 1L << 30;
    private static final double SECONDS = 300;

    /** These, and {@code others} where these say nothing, and the defaults for the rest. */
    Thresholds or(Thresholds others) {
        Long bytes = positive(lagBytes) ? lagBytes : others.lagBytes;
        Double seconds = positive(lagSeconds) ? lagSeconds : others.lagSeconds;
        return new Thresholds(
                positive(bytes) ? bytes : (Long) BYTES,
                positive(seconds) ? seconds : (Double) SECONDS);
    }

    private static boolean positive(@Nullable Number number) {
        return number != null && number.doubleValue() > 0;
    }

    /**
     * What {@code lag} says.
     *
     * @param warning the share of a threshold from which on it is a warning
     */
    Health health(StreamStatus.Lag lag, double warning) {
        Thresholds limits = or(new Thresholds(null, null));
        double share =
                Math.max(
                        share(lag.bytes(), limits.lagBytes),
                        share(seconds(lag.time()), limits.lagSeconds));
        if (share < 0) {
            return Health.UNKNOWN;
        }
        if (share >= 1) {
            return Health.CRITICAL;
        }
        return share >= warning ? Health.WARNING : Health.HEALTHY;
    }

    /** Below zero when it is not known. */
    private static double share(@Nullable Number lag, @Nullable Number limit) {
        return lag == null || limit == null ? -1 : lag.doubleValue() / limit.doubleValue();
    }

    /** In seconds; null when it is not known. */
    static @Nullable Double seconds(@Nullable Duration time) {
        return time == null ? null : (Double) (time.toMillis() / 1000.0);
    }
}
