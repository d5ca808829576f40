package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The name of a source's own slot and publication. */
final class SlotName {
    private static final String PREFIX = "data_engineering_";
    private static final int MAX_LENGTH = 63;
    private static final int HASH_LENGTH = 12;

    private SlotName() {}

    /**
     * At most 63 of the characters that a slot may have. Where that changed the source's id, a hash
     * of it follows, so that no two sources share a slot.
     */
    static String of(String sourceId) {
        String mapped = sourceId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String name = PREFIX + mapped;
        boolean looksHashed = mapped.matches(".*_[0-9a-f]{%d}".formatted(HASH_LENGTH));
        if (mapped.equals(sourceId) && name.length() <= MAX_LENGTH && !looksHashed) {
            return name;
        }
        int room = MAX_LENGTH - HASH_LENGTH - 1;
        String head = name.length() <= room ? name : name.substring(0, room);
        return head + "_" + hash(sourceId);
    }

    private static String hash(String text) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, HASH_LENGTH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
