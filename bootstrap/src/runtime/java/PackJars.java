import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Run by the build: rewrites the jars below the folder of its argument without compression, because
 * an archive of them gets half as large when it compresses all of them at once, and without what is
 * never used. A jar that was rewritten before is left alone. The same jars give the same bytes.
 */
final class PackJars {
    /** Folders in jars: a grammar and protocols that nothing here speaks, a client's telemetry. */
    private static final List<String> UNUSED =
            List.of(
                    "com/mysql/cj/x/",
                    "com/mysql/cj/xdevapi/",
                    "io/debezium/ddl/parser/oracle/",
                    "io/grpc/binarylog/",
                    "io/grpc/channelz/",
                    "org/apache/kafka/shaded/");

    /** With these, Kafka's tools print messages. */
    private static final String PRINTERS =
            "org/apache/kafka/common/message/[\\w$]+JsonConverter.class";

    /** Where SQLite and Zstandard keep a library for each system and processor. */
    private static final List<String> NATIVE =
            List.of("org/sqlite/native/", "aix/", "darwin/", "freebsd/", "linux/", "win/");

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final boolean MAC =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");

    private PackJars() {}

    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            for (var jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                pack(jar);
            }
        }
    }

    private static void pack(Path jar) throws IOException {
        var packed = jar.resolveSibling(jar.getFileName() + ".packed");
        try (var from = new ZipFile(jar.toFile())) {
            if (from.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED)) {
                return;
            }
            try (var to = new ZipOutputStream(Files.newOutputStream(packed))) {
                for (var entry : from.stream().filter(PackJars::isUsed).toList()) {
                    copy(entry, from.getInputStream(entry).readAllBytes(), to);
                }
            }
        }
        Files.move(packed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(ZipEntry entry, byte[] content, ZipOutputStream to)
            throws IOException {
        var checksum = new CRC32();
        checksum.update(content);
        var stored = new ZipEntry(entry.getName());
        stored.setTimeLocal(entry.getTimeLocal());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(checksum.getValue());
        to.putNextEntry(stored);
        to.write(content);
        to.closeEntry();
    }

    private static boolean isUsed(ZipEntry entry) {
        var name = entry.getName();
        if (NATIVE.stream().anyMatch(name::startsWith)) {
            return entry.isDirectory() || isOfThisPlatform(name);
        }
        return UNUSED.stream().noneMatch(name::startsWith) && !name.matches(PRINTERS);
    }

    private static boolean isOfThisPlatform(String name) {
        var systems = MAC ? "(Mac|darwin)" : "(Linux|Linux-Musl|linux)";
        var processors = ARM ? "aarch64" : "(x86_64|amd64)";
        return name.matches("(org/sqlite/native/)?%s/%s/.*".formatted(systems, processors));
    }
}
