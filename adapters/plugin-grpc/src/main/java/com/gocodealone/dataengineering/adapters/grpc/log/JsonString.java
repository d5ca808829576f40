package com.gocodealone.dataengineering.adapters.grpc.log;

/**
 * Text as a JSON string, in ASCII so that characters are bytes and no line has a character more.
 */
final class JsonString {
    private static final String CUT = "... (cut)";
    private static final int LONGEST_ESCAPE = 6;
    private static final String HEX = "0123456789abcdef";

    private JsonString() {}

    /** Appends {@code text}, cut when it would take more than {@code longest} characters. */
    static void append(StringBuilder json, String text, int longest) {
        int end = json.length() + longest - CUT.length() - LONGEST_ESCAPE;
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            if (json.length() > end) {
                json.append(CUT);
                break;
            }
            append(json, text.charAt(i));
        }
        json.append('"');
    }

    private static void append(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\t' -> json.append("\\t");
            case '\r' -> json.append("\\r");
            default -> {
                if (c >= ' ' && c < 0x7f) {
                    json.append(c);
                } else {
                    escape(json, c);
                }
            }
        }
    }

    private static void escape(StringBuilder json, char c) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            json.append(HEX.charAt(c >> shift & 0xf));
        }
    }
}
