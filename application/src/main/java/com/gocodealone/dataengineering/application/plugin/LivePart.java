package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import java.util.concurrent.locks.ReentrantLock;

/** A module or trigger as the engine holds it: one lock, so that no two calls meet in it. */
final class LivePart {
    private final ReentrantLock lock = new ReentrantLock();
    private final PartType<?> type;
    private final String name;
    private final Part part;

    /** Guarded by the lock. */
    private boolean destroyed;

    private LivePart(PartType<?> type, String name, Part part) {
        this.type = type;
        this.name = name;
        this.part = part;
    }

    static <C extends Record> LivePart create(PartType<C> type, String name, Settings config) {
        return new LivePart(type, name, type.create(name, config.as(type.config())));
    }

    boolean is(TypeInfo.Kind kind) {
        return type.kind() == kind;
    }

    void start() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (destroyed) {
                throw new Failure(Failure.Kind.NOT_FOUND, "it is destroyed already");
            }
            part.start();
        } catch (Failure failure) {
            throw failure.in(type.type(), name);
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        alone(
                () -> {
                    if (!destroyed) {
                        part.stop();
                    }
                });
    }

    void destroy() {
        alone(
                () -> {
                    destroyed = true;
                    part.destroy();
                });
    }

    private void alone(Runnable call) {
        lock.lock();
        try {
            call.run();
        } catch (Failure failure) {
            throw failure.in(type.type(), name);
        } finally {
            lock.unlock();
        }
    }
}
