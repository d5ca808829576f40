package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a stream holds, and lets go when it is closed; with a fault it does not if interrupted. */
final class Leaks implements AutoCloseable {
    private final Fault fault;
    private final Thread thread;
    private final Path connection;

    Leaks(Journal journal, Fault fault, Tail tail) {
        this.fault = fault;
        this.thread = Thread.ofPlatform().daemon().name("journal").start(tail);
        try {
            this.connection = Files.createTempFile(journal.connections(), "open", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!interrupted || fault != Fault.LEAVES_A_THREAD) {
                thread.interrupt();
                thread.join();
            }
            if (!interrupted || fault != Fault.LEAVES_A_CONNECTION) {
                Files.deleteIfExists(connection);
            }
            if (interrupted && fault == Fault.LEAVES_A_PROCESS) {
                new ProcessBuilder("sleep", "30").start();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (interrupted && fault != Fault.FORGETS_AN_INTERRUPT) {
            Thread.currentThread().interrupt();
        }
    }
}
