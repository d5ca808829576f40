import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Run by the build: links the plugin's Java runtime with jlink, unless the one that is there was
 * linked by the same JDK with the same options. The first argument is the runtime's folder, the
 * second the file that tells what it was linked with, the rest are jlink's options.
 */
final class LinkRuntime {
    private LinkRuntime() {}

    public static void main(String[] arguments) throws IOException {
        var runtime = Path.of(arguments[0]);
        var options = List.of(arguments).subList(2, arguments.length);
        var stamp = Path.of(arguments[1]);
        var linkedWith =
                String.join("\n", System.getProperty("java.vm.version"), options.toString());
        if (Files.exists(runtime)
                && Files.exists(stamp)
                && Files.readString(stamp).equals(linkedWith)) {
            return;
        }
        Files.deleteIfExists(stamp);
        delete(runtime);
        var command = Stream.concat(options.stream(), Stream.of("--output", runtime.toString()));
        var jlink = ToolProvider.findFirst("jlink").orElseThrow();
        var exit = jlink.run(System.out, System.err, command.toArray(String[]::new));
        if (exit != 0) {
            System.exit(exit);
        }
        Files.writeString(stamp, linkedWith);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
