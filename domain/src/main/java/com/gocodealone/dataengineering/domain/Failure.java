package com.gocodealone.dataengineering.domain;

import org.jspecify.annotations.Nullable;

/**
 * The one exception this code base throws on purpose: a fact in one sentence and its kind. The
 * sentence never names the step or module that met it; {@link #in} adds that once, at the border.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Kind {
        /** The configuration or the input is wrong; the same call will fail again. */
        INVALID,
        /** The named thing does not exist. */
        NOT_FOUND,
        /** The named thing is in the wrong state for this call. */
        CONFLICT,
        /** The provider does not have this capability. */
        UNSUPPORTED,
        /** Something outside is down or refuses; the same call may succeed later. */
        UNAVAILABLE,
        /** The source no longer has changes that were not delivered yet. */
        GAP
    }

    private final Kind kind;

    public Failure(Kind kind, String fact) {
        this(kind, fact, null);
    }

    public Failure(Kind kind, String fact, @Nullable Throwable cause) {
        super(fact, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The sentence; never null. */
    public String fact() {
        return String.valueOf(getMessage());
    }

    /** The same failure, said of the {@code type} that the user called {@code name}. */
    public Failure in(String type, String name) {
        return new Failure(kind, "%s \"%s\": %s".formatted(type, name, fact()), this);
    }
}
