package com.gocodealone.dataengineering.adapters.grpc.log;

import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Takes what libraries log with java.util.logging to SLF4J. The JDK makes it, by name, when the
 * first library does so. Thread-safe.
 */
public final class JulToSlf4j extends Handler {
    private static final String CONFIG_CLASS = "java.util.logging.config.class";

    /**
     * Makes the JDK use this class, unless the user chose otherwise. Must come before any logging.
     */
    public static void install() {
        if (System.getProperty(CONFIG_CLASS) == null
                && System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty(CONFIG_CLASS, Setup.class.getName());
        }
    }

    @Override
    public void publish(LogRecord logged) {
        var logger = LoggerFactory.getLogger(String.valueOf(logged.getLoggerName()));
        var level = level(logged.getLevel());
        if (logger.isEnabledForLevel(level)) {
            String text = new SimpleFormatter().formatMessage(logged);
            logger.atLevel(level).setCause(logged.getThrown()).log(text);
        }
    }

    private static org.slf4j.event.Level level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return org.slf4j.event.Level.ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return org.slf4j.event.Level.WARN;
        }
        return level.intValue() >= Level.INFO.intValue()
                ? org.slf4j.event.Level.INFO
                : org.slf4j.event.Level.DEBUG;
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** Configures java.util.logging by being made. */
    public static final class Setup {
        public Setup() throws IOException {
            String config = "handlers=%s\n.level=INFO\n".formatted(JulToSlf4j.class.getName());
            LogManager.getLogManager()
                    .readConfiguration(
                            new ByteArrayInputStream(config.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
