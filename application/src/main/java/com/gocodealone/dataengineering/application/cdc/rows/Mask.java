package com.gocodealone.dataengineering.application.cdc.rows;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hides a value. Immutable. */
sealed interface Mask {
    /** What is shown in place of {@code value}. */
    Object hide(Object value);

    /** Nothing of it remains. */
    record Redact() implements Mask {
        @Override
        public Object hide(Object value) {
            return "***";
        }
    }

    /** Its first characters remain. */
    record Truncate(int length) implements Mask {
        @Override
        public Object hide(Object value) {
            String text = value.toString();
            int characters = text.codePointCount(0, text.length());
            return characters <= length
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, length));
        }
    }

    /** Equal values remain equal; without the salt nobody finds the value by trying. */
    record Hash(SecretKeySpec salt) implements Mask {
        private static final String ALGORITHM = "HmacSHA256";

        static Hash with(@Nullable String salt) {
            String text = salt == null ? "" : salt;
            return new Hash(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        }

        @Override
        public Object hide(Object value) {
            byte[] plain =
                    value instanceof byte[] bytes
                            ? bytes
                            : value.toString().getBytes(StandardCharsets.UTF_8);
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(salt);
                return HexFormat.of().formatHex(mac.doFinal(plain));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
