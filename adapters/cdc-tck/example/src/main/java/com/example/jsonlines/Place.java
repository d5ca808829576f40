package com.example.jsonlines;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Position;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the log: {@code name-of-the-file:bytes}. Files follow each other in the order of their
 * names.
 *
 * @param offset how many bytes of the file come before it
 */
record Place(String file, long offset) implements Comparable<Place> {
    static final Place START = new Place("", 0);

    private static final Pattern FORM = Pattern.compile("(.*):(\\d+)");
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingLong(Place::offset);

    static Place of(Position position) {
        Matcher form = FORM.matcher(position.text());
        if (!form.matches()) {
            throw new Failure(
                    Failure.Kind.INVALID, "\"%s\" is no position of this log".formatted(position));
        }
        return new Place(form.group(1), Long.parseLong(form.group(2)));
    }

    Position position() {
        return new Position(file + ":" + offset);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
