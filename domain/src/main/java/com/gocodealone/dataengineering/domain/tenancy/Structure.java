package com.gocodealone.dataengineering.domain.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a tenant's tables are made, without their rows. Immutable.
 *
 * @param parts how each part is made, by what it is, such as {@code column notes.id}
 */
public record Structure(SortedMap<String, String> parts) {
    public Structure {
        parts = new TreeMap<>(parts);
    }

    /**
     * What {@code other} has otherwise, as sentences; none when it is made alike. Of a table that
     * only one of them has, the parts are not listed.
     */
    public List<String> differences(Structure other) {
        List<String> found = new ArrayList<>();
        only(this, other).forEach((part, made) -> found.add(part + " is missing"));
        only(other, this).forEach((part, made) -> found.add(part + " is extra"));
        parts.forEach(
                (part, made) -> {
                    String theirs = other.parts.get(part);
                    if (theirs != null && !theirs.equals(made)) {
                        found.add("%s is %s and not %s".formatted(part, theirs, made));
                    }
                });
        return found;
    }

    private static Map<String, String> only(Structure one, Structure other) {
        Map<String, String> only = new TreeMap<>(one.parts);
        only.keySet().removeAll(other.parts.keySet());
        List<String> tables =
                only.keySet().stream().filter(part -> part.startsWith("table ")).toList();
        only.keySet()
                .removeIf(
                        part ->
                                tables.stream()
                                        .map(table -> table.substring("table ".length()) + ".")
                                        .anyMatch(
                                                table ->
                                                        part.substring(part.indexOf(' ') + 1)
                                                                .startsWith(table)));
        return only;
    }
}
