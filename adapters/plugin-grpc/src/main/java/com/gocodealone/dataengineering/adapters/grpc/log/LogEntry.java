package com.gocodealone.dataengineering.adapters.grpc.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import java.util.Map;

/** What is to become one line. */
record LogEntry(
        Level level,
        String module,
        String message,
        Map<String, @Nullable Object> fields,
        @Nullable Throwable thrown) {}
