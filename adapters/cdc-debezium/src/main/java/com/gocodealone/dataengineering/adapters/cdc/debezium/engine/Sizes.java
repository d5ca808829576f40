package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** About how much memory values take. */
public final class Sizes {
    private static final long REFERENCE = 8;
    private static final long OBJECT = 40;

    private Sizes() {}

    public static long of(@Nullable Object value) {
        return switch (value) {
            case null -> REFERENCE;
            case String text -> OBJECT + text.length();
            case ByteBuffer bytes -> OBJECT + bytes.remaining();
            case byte[] bytes -> OBJECT + bytes.length;
            default -> REFERENCE + OBJECT / 2;
        };
    }
}
