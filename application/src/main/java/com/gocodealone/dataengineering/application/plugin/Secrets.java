package com.gocodealone.dataengineering.application.plugin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must never be printed: the values learnt, and whatever looks like a password. Thread-safe. */
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

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
