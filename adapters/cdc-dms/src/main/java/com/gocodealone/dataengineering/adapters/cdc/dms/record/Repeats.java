package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The changes seen lately, because DMS writes some once more when its task is resumed. Confined.
 */
final class Repeats {
    private static final int REMEMBERED = 20_000;

    /** What a name stood for: so much that two different changes are not taken for one. */
    record Content(int length, int hash, int otherHash) {
        static Content of(String text) {
            return new Content(text.length(), text.hashCode(), reversed(text));
        }

        private static int reversed(String text) {
            int hash = 17;
            for (int i = text.length() - 1; i >= 0; i--) {
                hash = 1_000_003 * hash + text.charAt(i);
            }
            return hash;
        }
    }

    /** How a change relates to those seen lately. */
    enum Sight {
        NEW,
        REPEATED,
        /** Another change has had the same name. */
        CLASHES
    }

    private final Map<String, Content> seen = new LinkedHashMap<>();

    /** Looks at a change and remembers it. */
    Sight look(String name, String content) {
        Content now = Content.of(content);
        Content before = seen.putIfAbsent(name, now);
        if (before != null) {
            return before.equals(now) ? Sight.REPEATED : Sight.CLASHES;
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
        return Sight.NEW;
    }
}
