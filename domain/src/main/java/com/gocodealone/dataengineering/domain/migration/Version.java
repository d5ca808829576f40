package com.gocodealone.dataengineering.domain.migration;

import com.gocodealone.dataengineering.domain.Failure;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The version of a migration, such as {@code 1.10}, which comes after {@code 1.9} and is the same
 * as {@code 1.10.0}.
 *
 * @param text as Flyway writes it into its history
 */
public record Version(String text) implements Comparable<Version> {
    private static final Pattern FORM = Pattern.compile("\\d+(\\.\\d+)*");

    public Version {
        text = text.replace('_', '.');
        if (!FORM.matcher(text).matches()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "\"%s\" is not a version, such as 7 or 1.10".formatted(text));
        }
    }

    @Override
    public int compareTo(Version other) {
        List<BigInteger> mine = parts();
        List<BigInteger> theirs = other.parts();
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            int order = part(mine, i).compareTo(part(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static BigInteger part(List<BigInteger> parts, int index) {
        return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
    }

    private List<BigInteger> parts() {
        return Arrays.stream(text.split("\\.")).map(BigInteger::new).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        int last = parts().size();
        while (last > 0 && parts().get(last - 1).signum() == 0) {
            last--;
        }
        return parts().subList(0, last).hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
