package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Says in one sentence why a call failed, without secrets; never in an empty one. Thread-safe. */
final class Sentences {
    private static final Logger LOG = LoggerFactory.getLogger(Sentences.class);

    /** What is said last is often the reason, so the middle is left out of what is longer. */
    private static final int LONGEST = 4000;

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\u2028\u2029]+");

    private final UnaryOperator<String> redaction;

    Sentences(UnaryOperator<String> redaction) {
        this.redaction = redaction;
    }

    /**
     * The sentence for {@code thrown}. What nobody threw on purpose is also logged.
     *
     * @param what what the call was about, such as {@code step.cdc_status "status"}
     */
    String of(Throwable thrown, String what) {
        if (bare(thrown) instanceof Failure failure && !failure.fact().isBlank()) {
            return tidy(failure.fact());
        }
        if (thrown instanceof InterruptedException) {
            return tidy(what + ": the call was given up while it waited");
        }
        LOG.error("{}: unexpected {}", what, thrown.getClass().getSimpleName(), thrown);
        return tidy(
                "%s: unexpected %s; this is a fault of the plugin, its log says where"
                        .formatted(what, thrown));
    }

    /** In one line that a person can read, although what was sent may be in it. */
    String tidy(String text) {
        String line = CONTROLS.matcher(redaction.apply(text)).replaceAll(" ");
        int length = line.length();
        return length <= LONGEST
                ? line
                : "%s … (%d characters) … %s"
                        .formatted(
                                line.substring(0, LONGEST / 2),
                                length,
                                line.substring(length - LONGEST / 2));
    }

    /** A future wraps what went wrong. */
    private static Throwable bare(Throwable thrown) {
        boolean wrapper =
                thrown instanceof CompletionException || thrown instanceof ExecutionException;
        Throwable cause = thrown.getCause();
        return wrapper && cause != null ? cause : thrown;
    }
}
