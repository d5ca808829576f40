package com.gocodealone.dataengineering.adapters.grpc.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One logger. Thread-safe. */
final class HclogLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1L;

    private final int threshold;
    private final String module;
    private final transient LogWriter writer;

    /**
     * A logger.
     *
     * @param threshold the lowest {@link Level#toInt} that it writes
     */
    HclogLogger(String name, int threshold, LogWriter writer) {
        this.name = name;
        this.threshold = threshold;
        this.module = "data-engineering." + name.substring(name.lastIndexOf('.') + 1);
        this.writer = writer;
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    private boolean isEnabled(Level level) {
        return level.toInt() >= threshold;
    }

    /** With the key-value pairs of SLF4J's fluent calls. */
    @Override
    public void log(LoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        String text = MessageFormatter.basicArrayFormat(event.getMessage(), arguments);
        write(event.getLevel(), text, event.getKeyValuePairs(), event.getThrowable());
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        write(level, MessageFormatter.basicArrayFormat(pattern, arguments), null, thrown);
    }

    private void write(
            Level level,
            @Nullable String text,
            @Nullable List<KeyValuePair> pairs,
            @Nullable Throwable thrown) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Map<String, String> context = MDC.getCopyOfContextMap();
        if (context != null) {
            fields.putAll(context);
        }
        if (pairs != null) {
            pairs.forEach(pair -> fields.put(pair.key, pair.value));
        }
        writer.write(new LogEntry(level, module, String.valueOf(text), fields, thrown));
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }
}
