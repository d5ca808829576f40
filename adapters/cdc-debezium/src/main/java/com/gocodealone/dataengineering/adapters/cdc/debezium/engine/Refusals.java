package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Says in one sentence what is not possible, also from a chain of exceptions. */
public final class Refusals {
    private Refusals() {}

    /** The first of {@code type} among {@code error} and its causes. */
    public static Optional<Throwable> find(Throwable error, Class<?> type) {
        Throwable current = error;
        for (int depth = 0; current != null && depth < 20; depth++) {
            if (type.isInstance(current)) {
                return Optional.of(current);
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    /** What {@code error} and its causes say. */
    public static String messages(Throwable error) {
        StringBuilder all = new StringBuilder();
        Throwable current = error;
        for (int depth = 0; current != null && depth < 20; depth++) {
            all.append(current.getMessage()).append('\n');
            current = current.getCause();
        }
        return all.toString();
    }

    /** What the last cause says. */
    public static String rootMessage(Throwable error) {
        Throwable root = error;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return message(root);
    }

    /** One line; an exception without a message is named. */
    public static String message(Throwable error) {
        String said = error.getMessage();
        String text = said == null || said.isBlank() ? error.getClass().getSimpleName() : said;
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    public static Failure invalid(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.INVALID, fact, cause);
    }

    public static Failure unavailable(String fact, @Nullable Throwable cause) {
        return new Failure(Failure.Kind.UNAVAILABLE, fact, cause);
    }
}
