package com.gocodealone.dataengineering.adapters.cdc.bento;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a source nobody may read. Immutable. */
record Secrets(List<String> texts) {
    private static final Pattern IN_LOGIN = Pattern.compile("(?:^|//)[^/@:]*:([^/]*)@");
    private static final Pattern IN_QUERY =
            Pattern.compile("(?i)[?&](?:password|sslpassword)=([^&]*)");

    Secrets {
        texts = List.copyOf(texts);
    }

    /** The passwords in {@code dsn}, as they are written and as they are meant. */
    static Secrets of(String dsn) {
        List<String> found = new ArrayList<>();
        for (Pattern pattern : List.of(IN_LOGIN, IN_QUERY)) {
            Matcher matcher = pattern.matcher(dsn);
            while (matcher.find()) {
                found.add(matcher.group(1));
                found.add(decoded(matcher.group(1)));
            }
        }
        found.removeIf(String::isEmpty);
        found.sort(Comparator.comparingInt(String::length).reversed());
        return new Secrets(found);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** {@code text} in one line, without any of these. */
    String redact(String text) {
        String redacted = text.replaceAll("\\s+", " ").strip();
        for (String secret : texts) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }

    /** Prints none. */
    @Override
    public String toString() {
        return texts.size() + " secrets";
    }
}
