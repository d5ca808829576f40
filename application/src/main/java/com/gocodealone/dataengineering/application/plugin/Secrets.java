package com.gocodealone.dataengineering.application.plugin;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must never be printed: the values learnt, and whatever looks like a password. Thread-safe.
 */
public final class Secrets {
    private static final String HIDDEN = "***";

    /** Shorter words appear in harmless text too often; the patterns still hide them in a DSN. */
    private static final int SHORTEST = 4;

    /** In one password; with more, only the first and the last are where it may end. */
    private static final int MOST_AT_SIGNS = 16;

    private static final String UNRESERVED = "-._~";

    private static final String NAMES = "password|passwd|pwd|secret|token";

    private static final Pattern IN_USER_INFO =
            Pattern.compile("(?<=://)([^\\s:/@]*):([^\\s/]*)(?=@)");

    /** A value may be bare, or quoted as in a libpq connection string or in JSON. */
    private static final Pattern IN_PARAMETER =
            Pattern.compile(
                    "(?i)((?:%s)[\"']?\\s*[=:]\\s*)('[^']*'|\"[^\"]*\"|[^\\s&;,'\"})]+)"
                            .formatted(NAMES));

    private static final Pattern SECRET_KEY = Pattern.compile("(?i).*(?:%s)".formatted(NAMES));
    private static final Pattern USER_INFO_BEGINS = Pattern.compile("://[^\\s:/@]*:");

    /** Longest first, so that no part of one remains because another is in it. */
    private final SortedSet<String> learnt =
            new ConcurrentSkipListSet<>(
                    Comparator.comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    /** Learns {@code secret} itself, as written and as a URL has it. */
    public void learn(String secret) {
        String plain = decoded(secret);
        for (String form : List.of(secret, plain, encoded(secret), encoded(plain))) {
            if (form.length() >= SHORTEST) {
                learnt.add(form);
            }
        }
    }

    /** Learns the passwords inside a connection string. */
    public void learnFrom(String connection) {
        learnUserInfo(connection);
        for (Matcher found = IN_PARAMETER.matcher(connection); found.find(); ) {
            learn(unquoted(found.group(2)));
        }
    }

    /** Learns the values of keys that are named like a secret, and the passwords in all others. */
    public void learnFrom(Map<?, ? extends @Nullable Object> values) {
        values.forEach(
                (key, value) -> {
                    if (value instanceof String text && isSecretKey(key)) {
                        learn(text);
                    }
                    learnIn(value);
                });
    }

    private void learnIn(@Nullable Object value) {
        switch (value) {
            case String text -> learnFrom(text);
            case Map<?, ?> inner -> learnFrom(inner);
            case Collection<?> items -> items.forEach(this::learnIn);
            case null, default -> {}
        }
    }

    private static boolean isSecretKey(Object key) {
        return SECRET_KEY.matcher(String.valueOf(key)).matches();
    }

    private void learnUserInfo(String connection) {
        List<Integer> begins =
                USER_INFO_BEGINS.matcher(connection).results().map(MatchResult::end).toList();
        for (int i = 0; i < begins.size(); i++) {
            boolean isLast = i == begins.size() - 1;
            int end = isLast ? connection.length() : begins.get(i + 1);
            learnUpToAtSigns(connection.substring(begins.get(i), end));
        }
    }

    /** A password may hold an at sign or a slash that nobody encoded: it ends at any at sign. */
    private void learnUpToAtSigns(String text) {
        int at = text.indexOf('@');
        for (int signs = 0; at >= 0 && signs < MOST_AT_SIGNS; signs++) {
            learn(text.substring(0, at));
            at = text.indexOf('@', at + 1);
        }
        learn(text.substring(0, Math.max(text.lastIndexOf('@'), 0)));
    }

    /** {@code text} without anything that must not be printed. */
    public String redact(String text) {
        String safe = text;
        for (String secret : learnt) {
            safe = safe.replace(secret, HIDDEN);
        }
        safe = IN_USER_INFO.matcher(safe).replaceAll("$1:" + Matcher.quoteReplacement(HIDDEN));
        return IN_PARAMETER.matcher(safe).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
    }

    private static String unquoted(String text) {
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Percent-encoding, as in a URL. */
    private static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(bytes[i + 2]);
            plain.write(low < 0 ? bytes[i] : high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean ascii = one >= 0;
            boolean plain =
                    ascii && (Character.isLetterOrDigit(one) || UNRESERVED.indexOf(one) >= 0);
            encoded.append(plain ? Character.toString(one) : "%%%02X".formatted(one));
        }
        return encoded.toString();
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
