package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An archive of a release. */
record Archive(Path file, String version) {
    private static final Path FOLDER = Path.of("target/dist");
    private static final String ROOT = "data-engineering";

    /** The built one for this platform, with a Java of its own. */
    static Archive withJava() throws IOException, InterruptedException {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        Path file =
                FOLDER.resolve(
                        "workflow-plugin-data-engineering_%s_%s.tar.gz"
                                .formatted(mac ? "darwin" : "linux", arm ? "arm64" : "amd64"));
        assertThat(file).as("./mvnw -Pdist verify makes it").isRegularFile();
        Path java =
                tar("-tzf", file.toString())
                        .lines()
                        .filter(line -> line.endsWith("/runtime/bin/java"))
                        .map(Path::of)
                        .findFirst()
                        .orElseThrow();
        Archive archive = new Archive(file, java.getName(1).toString());
        assertThat(FOLDER.resolve("checksums.txt"))
                .content()
                .contains(archive.checksum() + "  " + file.getFileName());
        return archive;
    }

    /** Its SHA-256. */
    String checksum() throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void unpack(Path folder) throws IOException, InterruptedException {
        tar("-xmzf", file.toString(), "-C", folder.toString());
    }

    /** The same under another version's number. */
    Archive asVersion(String other, Path work) throws IOException, InterruptedException {
        Path unpacked = EngineBinary.folder(work.resolve("unpacked-" + other));
        unpack(unpacked);
        Path root = unpacked.resolve(ROOT);
        Files.move(root.resolve(version), root.resolve(other));
        for (String file : List.of(ROOT, "plugin.json")) {
            Path text = root.resolve(file);
            Files.writeString(text, Files.readString(text).replace(version, other));
        }
        Path target = work.resolve(other + ".tar.gz");
        tar("-czf", target.toString(), "-C", unpacked.toString(), ROOT);
        return new Archive(target, other);
    }

    /** Every file below {@code folder}, with the time of its last change. */
    static Map<Path, Long> files(Path folder) throws IOException {
        Map<Path, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                files.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return files;
    }

    private static String tar(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        Answer answer = Answer.of(new ProcessBuilder(command));
        assertThat(answer.code()).as(answer.text()).isZero();
        return answer.text();
    }
}
