package com.gocodealone.dataengineering.adapters.grpc.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A throwable, its causes and where they come from, as one text without line breaks of its own. */
final class StackText {
    private static final int FRAMES = 24;

    private StackText() {}

    static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable next = thrown; next != null && seen.add(next); next = next.getCause()) {
            text.append(text.isEmpty() ? "" : "; caused by ").append(next);
            frames(text, next.getStackTrace());
        }
        return text.toString();
    }

    private static void frames(StringBuilder text, StackTraceElement[] frames) {
        for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
            StackTraceElement frame = frames[i];
            text.append(" at ").append(frame.getClassName()).append('.');
            text.append(frame.getMethodName()).append(':').append(frame.getLineNumber());
        }
        if (frames.length > FRAMES) {
            text.append(" and ").append(frames.length - FRAMES).append(" more");
        }
    }
}
