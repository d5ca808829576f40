package com.gocodealone.dataengineering.adapters.grpc.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Writes one line for each entry, whole and below the engine's limit of 64 KiB. Thread-safe. */
final class LogWriter {
    private static final int LONGEST_MESSAGE = 24 * 1024;
    private static final int LONGEST_ERROR = 24 * 1024;
    private static final int LONGEST_FIELD = 2 * 1024;

    /** Where no further field is begun: a field and an error still fit below 64 KiB. */
    private static final int FULL = 32 * 1024;

    private static final int NANOS_OF_MICRO = 1000;

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    private final UnaryOperator<String> redaction;

    LogWriter(OutputStream out, UnaryOperator<String> redaction) {
        this.out = out;
        this.redaction = redaction;
    }

    void write(LogEntry entry) {
        byte[] line = line(entry).append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        lock.lock();
        try {
            out.write(line);
        } catch (IOException e) {
            // Nobody reads the log any more, and there is nobody else to tell.
        } finally {
            lock.unlock();
        }
    }

    private StringBuilder line(LogEntry entry) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"@level\":\"").append(entry.level().name().toLowerCase(Locale.ROOT));
        json.append("\",\"@message\":");
        JsonString.append(json, redaction.apply(entry.message()), LONGEST_MESSAGE);
        json.append(",\"@module\":");
        JsonString.append(json, entry.module(), LONGEST_FIELD);
        json.append(",\"@timestamp\":\"");
        appendTime(json, Instant.now());
        json.append('"');
        fields(json, entry);
        if (entry.thrown() != null) {
            json.append(",\"error\":");
            String trace = StackText.of(entry.thrown());
            JsonString.append(json, redaction.apply(trace), LONGEST_ERROR);
        }
        return json.append('}');
    }

    private void fields(StringBuilder json, LogEntry entry) {
        for (Map.Entry<String, @Nullable Object> field : entry.fields().entrySet()) {
            if (json.length() > FULL) {
                return;
            }
            json.append(',');
            JsonString.append(json, keyOf(field.getKey(), entry), LONGEST_FIELD);
            json.append(':');
            value(json, field.getValue());
        }
    }

    /** A field must not take the place of what every line has. */
    private static String keyOf(String key, LogEntry entry) {
        boolean taken = key.startsWith("@") || (entry.thrown() != null && key.equals("error"));
        return taken ? "field_" + key : key;
    }

    private void value(StringBuilder json, @Nullable Object value) {
        switch (value) {
            case null -> json.append("null");
            case Boolean bool -> json.append(bool);
            case Integer number -> json.append(number);
            case Long number -> json.append(number);
            default ->
                    JsonString.append(json, redaction.apply(String.valueOf(value)), LONGEST_FIELD);
        }
    }

    /** As 2026-01-02T15:04:05.000000Z, the only form the engine reads. */
    static void appendTime(StringBuilder json, Instant instant) {
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(
                        instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        json.append(time.getYear());
        digits(json.append('-'), 2, time.getMonthValue());
        digits(json.append('-'), 2, time.getDayOfMonth());
        digits(json.append('T'), 2, time.getHour());
        digits(json.append(':'), 2, time.getMinute());
        digits(json.append(':'), 2, time.getSecond());
        digits(json.append('.'), 6, time.getNano() / NANOS_OF_MICRO);
        json.append('Z');
    }

    private static void digits(StringBuilder json, int count, int number) {
        String text = Integer.toString(number);
        json.repeat('0', count - text.length()).append(text);
    }
}
