package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/** Says in one sentence why a call failed, without secrets; never in an empty one. Thread-safe. */
final class Sentences {
    private static final Logger LOG = LoggerFactory.getLogger(Sentences.class);

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
            return redaction.apply(failure.fact());
        }
        if (thrown instanceof InterruptedException) {
            return what + ": the call was given up while it waited";
        }
        LOG.error("{}: unexpected {}", what, thrown.getClass().getSimpleName(), thrown);
        return redaction.apply(
                "%s: unexpected %s; this is a fault of the plugin, its log says where"
                        .formatted(what, thrown));
    }

    /** A future wraps what went wrong. */
    private static Throwable bare(Throwable thrown) {
        boolean wrapper =
                thrown instanceof CompletionException || thrown instanceof ExecutionException;
        Throwable cause = thrown.getCause();
        return wrapper && cause != null ? cause : thrown;
    }
}
