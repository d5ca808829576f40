package com.gocodealone.dataengineering.adapters.grpc.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;

/**
 * SLF4J writing lines of JSON to standard error, in the form in which the engine keeps their level
 * and fields. SLF4J finds and makes it; the environment variable {@value #LEVELS} sets the levels.
 * Without it an engine gets what is worth knowing, and a person, who has the command's own answer,
 * nothing.
 */
public final class HclogProvider implements SLF4JServiceProvider {
    /** For example {@code debug}, or {@code info,io.debezium=debug}. */
    static final String LEVELS = "DATA_ENGINEERING_LOG";

    /** An engine sets it for every plugin that it starts. */
    private static final String ENGINE = "WORKFLOW_PLUGIN";

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();
    private final ILoggerFactory loggers =
            new HclogLoggers(
                    levels(System.getenv()),
                    new LogWriter(new FileOutputStream(FileDescriptor.err), LogRedaction::apply));

    static LogLevels levels(Map<String, String> environment) {
        String usual = environment.containsKey(ENGINE) ? "info" : "off";
        return LogLevels.parse(environment.getOrDefault(LEVELS, usual));
    }

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
