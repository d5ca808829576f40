package com.gocodealone.dataengineering.domain.migration;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * One migration. Immutable.
 *
 * @param version null for a repeatable one, which runs again whenever it has changed
 * @param name the file's path within the folder, as Flyway's history has it
 * @param text as it is in the file, placeholders and all
 */
public record Script(@Nullable Version version, String description, String name, String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    public boolean isRepeatable() {
        return version == null;
    }

    /**
     * What to run.
     *
     * @throws Failure INVALID when a placeholder has no value
     */
    public String sql(Map<String, String> placeholders) {
        Matcher found = PLACEHOLDER.matcher(text);
        StringBuilder sql = new StringBuilder();
        while (found.find()) {
            String value = placeholders.get(found.group(1));
            if (value == null) {
                throw new Failure(
                        Failure.Kind.INVALID,
                        "placeholders: %s needs a value for ${%s}".formatted(name, found.group(1)));
            }
            found.appendReplacement(sql, Matcher.quoteReplacement(value));
        }
        return found.appendTail(sql).toString();
    }

    /** Flyway's checksum: of a repeatable migration, that of what is run. */
    public int checksum(Map<String, String> placeholders) {
        CRC32 crc = new CRC32();
        String content = isRepeatable() ? sql(placeholders) : text;
        content.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) crc.getValue();
    }
}
