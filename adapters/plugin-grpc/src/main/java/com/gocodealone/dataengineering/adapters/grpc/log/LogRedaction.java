package com.gocodealone.dataengineering.adapters.grpc.log;

import java.util.function.UnaryOperator;

/**
 * How text is made harmless before it is logged. A static that remembers, on purpose: SLF4J makes
 * its back end by itself, before there is a plugin that knows its secrets, and a line that any
 * library logs from any thread must pass through here. Thread-safe.
 */
public final class LogRedaction {
    private static volatile UnaryOperator<String> redaction = UnaryOperator.identity();

    private LogRedaction() {}

    /** From now on every text that is logged passes through {@code redaction}. */
    public static void install(UnaryOperator<String> redaction) {
        LogRedaction.redaction = redaction;
    }

    static String apply(String text) {
        return redaction.apply(text);
    }
}
