package com.gocodealone.dataengineering.adapters.grpc.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Every logger by its name. Thread-safe. */
final class HclogLoggers implements ILoggerFactory {
    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final LogLevels levels;
    private final LogWriter writer;

    HclogLoggers(LogLevels levels, LogWriter writer) {
        this.levels = levels;
        this.writer = writer;
        levels.problem().ifPresent(problem -> getLogger(HclogProvider.LEVELS).warn(problem));
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(
                name, it -> new HclogLogger(it, levels.threshold(it), writer));
    }
}
