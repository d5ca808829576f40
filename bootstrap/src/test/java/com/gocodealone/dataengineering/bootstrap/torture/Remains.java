package com.gocodealone.dataengineering.bootstrap.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is in the work folder when everything has ended. */
final class Remains {
    private static final int CHUNK = 1 << 20;

    private Remains() {}

    /** The files in a folder that should be empty. */
    static List<String> of(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).map(Path::toString).toList();
        }
    }

    /** The files, of any process, that have {@code secret} in them. */
    static List<String> with(String secret, Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (contains(file, secret)) {
                    found.add(file.toString());
                }
            }
        }
        return found;
    }

    /** Reads in chunks that overlap by the length of the secret. */
    private static boolean contains(Path file, String secret) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int kept = 0;
        try (var bytes = Files.newInputStream(file)) {
            int read = bytes.readNBytes(chunk, 0, CHUNK);
            while (read > 0) {
                int filled = kept + read;
                if (new String(chunk, 0, filled, StandardCharsets.ISO_8859_1).contains(secret)) {
                    return true;
                }
                kept = Math.min(filled, secret.length() - 1);
                System.arraycopy(chunk, filled - kept, chunk, 0, kept);
                read = bytes.readNBytes(chunk, kept, CHUNK - kept);
            }
        }
        return false;
    }
}
