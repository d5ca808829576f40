package com.gocodealone.dataengineering.adapters.grpc.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/**
 * SLF4J writing lines of JSON to standard error, in the form in which the engine keeps their level
 * and fields. SLF4J finds and makes it; the environment variable {@value #LEVELS} sets the levels.
 */
public final class HclogProvider implements SLF4JServiceProvider {
    /** For example {@code debug}, or {@code info,io.debezium=debug}. */
    static final String LEVELS = "DATA_ENGINEERING_LOG";

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();
    private final ILoggerFactory loggers =
            new HclogLoggers(
                    LogLevels.parse(System.getenv(LEVELS)),
                    new LogWriter(new FileOutputStream(FileDescriptor.err), LogRedaction::apply));

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Everything is there already.
    }
}
