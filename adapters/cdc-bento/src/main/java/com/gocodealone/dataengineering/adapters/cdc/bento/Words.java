package com.gocodealone.dataengineering.adapters.cdc.bento;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Words for secrets and names. */
final class Words {
    private static final int SECRET_BYTES = 24;
    private static final int LONGEST_SLOT = 58;
    private static final int DIGEST_DIGITS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Words() {}

    /** Nobody guesses it; fit for a URL. */
    static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A name for PostgreSQL that no other source has. */
    static String slot(String sourceId) {
        String name = "bento_" + sourceId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (name.equals("bento_" + sourceId) && name.length() <= LONGEST_SLOT) {
            return name;
        }
        String digest = HexFormat.of().formatHex(digest(sourceId)).substring(0, DIGEST_DIGITS);
        int room = LONGEST_SLOT - DIGEST_DIGITS - 1;
        return name.substring(0, Math.min(name.length(), room)) + "_" + digest;
    }

    /** A number from 1 on that no other source is likely to have. */
    static int number(String sourceId) {
        return Math.max(1, ByteBuffer.wrap(digest(sourceId)).getInt() & Integer.MAX_VALUE);
    }

    static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
