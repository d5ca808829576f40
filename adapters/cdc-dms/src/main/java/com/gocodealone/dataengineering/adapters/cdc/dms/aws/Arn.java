package com.gocodealone.dataengineering.adapters.cdc.dms.aws;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Amazon Resource Names. */
public final class Arn {
    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[^:]+:(?<service>[a-z0-9-]+):(?<region>[^:]*):[0-9]*:[a-z]+[:/](?<name>.+)");

    private Arn() {}

    /** Whether {@code text} is the ARN of something of {@code service}. */
    public static boolean isOf(String service, String text) {
        Matcher arn = FORM.matcher(text);
        return arn.matches() && arn.group("service").equals(service);
    }

    /** The last part, such as the name of a stream; the whole of it when it is no ARN. */
    public static String name(String text) {
        Matcher arn = FORM.matcher(text);
        return arn.matches() ? arn.group("name") : text;
    }

    static @Nullable String region(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher arn = FORM.matcher(text);
        return arn.matches() && !arn.group("region").isEmpty() ? arn.group("region") : null;
    }
}
