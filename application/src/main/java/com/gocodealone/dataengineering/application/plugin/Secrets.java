package com.gocodealone.dataengineering.application.plugin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must never be printed: the values learnt, and whatever looks like a password. Thread-safe.
 */
public final class Secrets {
    private static final String HIDDEN = "***";

    /** Shorter words appear in harmless text too often; the patterns still hide them in a DSN. */
    private static final int SHORTEST = 4;

    private static final Pattern IN_USER_INFO =
            Pattern.compile("(?<=://)([^\\s:/@]*):([^\\s/]*)(?=@)");
    private static final Pattern IN_PARAMETER =
            Pattern.compile(
                    "(?i)((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*)([^\\s&;,'\"})]+)");

    private final Set<String> learnt = ConcurrentHashMap.newKeySet();

    /** Learns {@code secret} itself. */
    public void learn(String secret) {
        if (secret.length() >= SHORTEST) {
            learnt.add(secret);
        }
    }

    /** Learns the passwords inside a connection string, as written and decoded. */
    public void learnFrom(String connection) {
        for (Pattern pattern : new Pattern[] {IN_USER_INFO, IN_PARAMETER}) {
            for (Matcher found = pattern.matcher(connection); found.find(); ) {
                learn(found.group(2));
                learn(decoded(found.group(2)));
            }
        }
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

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
