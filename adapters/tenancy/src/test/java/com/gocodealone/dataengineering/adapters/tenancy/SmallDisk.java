package com.gocodealone.dataengineering.adapters.tenancy;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of a few megabytes that can be filled up. Needs a Linux where this user may mount
 * one.
 */
record SmallDisk(Path folder) implements AutoCloseable {
    private static final int BLOCK = 4096;

    /** Where no file system can be mounted the test says so, and nobody can overlook it. */
    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        if (!run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString())) {
            String sentence =
                    "THE TEST OF A FULL DISK DOES NOT RUN: this user may not mount a file system";
            System.err.println("\n" + "!".repeat(80) + "\n" + sentence + "\n");
            Assumptions.abort(sentence);
        }
        return new SmallDisk(folder);
    }

    /** Takes what room is left. */
    void fill() {
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            byte[] block = new byte[BLOCK];
            while (true) {
                ballast.write(block);
            }
        } catch (IOException full) {
            // as it is meant
        }
    }

    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
