package com.gocodealone.dataengineering.adapters.grpc;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

/**
 * Netty's own log, which nobody reads: what goes wrong on a connection also reaches gRPC. Without
 * it the plugin starts faster. Thread-safe.
 */
final class SilentNettyLogger extends AbstractInternalLogger {
    private static final long serialVersionUID = 1L;

    private SilentNettyLogger(String name) {
        super(name);
    }

    /** Must come before the first use of Netty. */
    static void install() {
        InternalLoggerFactory.setDefaultFactory(
                new InternalLoggerFactory() {
                    @Override
                    protected InternalLogger newInstance(String name) {
                        return new SilentNettyLogger(name);
                    }
                });
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String text) {}

    @Override
    public void trace(String text, Object argument) {}

    @Override
    public void trace(String text, Object first, Object second) {}

    @Override
    public void trace(String text, Object... arguments) {}

    @Override
    public void trace(String text, Throwable thrown) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String text) {}

    @Override
    public void debug(String text, Object argument) {}

    @Override
    public void debug(String text, Object first, Object second) {}

    @Override
    public void debug(String text, Object... arguments) {}

    @Override
    public void debug(String text, Throwable thrown) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(String text) {}

    @Override
    public void info(String text, Object argument) {}

    @Override
    public void info(String text, Object first, Object second) {}

    @Override
    public void info(String text, Object... arguments) {}

    @Override
    public void info(String text, Throwable thrown) {}

    @Override
    public boolean isWarnEnabled() {
        return false;
    }

    @Override
    public void warn(String text) {}

    @Override
    public void warn(String text, Object argument) {}

    @Override
    public void warn(String text, Object first, Object second) {}

    @Override
    public void warn(String text, Object... arguments) {}

    @Override
    public void warn(String text, Throwable thrown) {}

    @Override
    public boolean isErrorEnabled() {
        return false;
    }

    @Override
    public void error(String text) {}

    @Override
    public void error(String text, Object argument) {}

    @Override
    public void error(String text, Object first, Object second) {}

    @Override
    public void error(String text, Object... arguments) {}

    @Override
    public void error(String text, Throwable thrown) {}
}
