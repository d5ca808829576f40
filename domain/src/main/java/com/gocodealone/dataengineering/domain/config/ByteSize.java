package com.gocodealone.dataengineering.domain.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as users write it: {@code 1048576}, {@code 512KB}, {@code 1.5 GB}. As in the
 * databases' own settings, each unit is 1024 of the one before. Immutable.
 */
public final class ByteSize {
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB");
    private static final int STEP = 1024;
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([KMGTP]?I?B|[KMGTP])?");

    private final long bytes;

    private ByteSize(long bytes) {
        this.bytes = bytes;
    }

    public static ByteSize of(long bytes) {
        return new ByteSize(bytes);
    }

    /**
     * Reads one size.
     *
     * @throws IllegalArgumentException when {@code text} is not a size
     */
    static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = form.group(2) == null ? "B" : form.group(2).substring(0, 1);
        int power = Math.max(0, "BKMGTP".indexOf(unit));
        BigDecimal bytes =
                new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(STEP).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return new ByteSize(bytes.longValue());
    }

    public long bytes() {
        return bytes;
    }

    /** For a person: the largest unit of which there is at least one, with one decimal. */
    @Override
    public String toString() {
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= STEP && unit < UNITS.size() - 1) {
            size /= STEP;
            unit++;
        }
        String digits =
                size == Math.rint(size)
                        ? Long.toString((long) size)
                        : String.format(Locale.ROOT, "%.1f", size);
        return digits + " " + UNITS.get(unit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSize size && size.bytes == bytes;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }
}
