import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Run by the build: makes bento-cdc of its Go sources and tests these, unless the one that is there
 * was made of the same. The first argument is the folder of the sources, the second the program. Go
 * keeps what it compiled, so that only the first time takes minutes. Without Go the build goes on
 * without it.
 */
final class BuildBentoCdc {
    private static final List<String> BUILD =
            List.of("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o");

    private BuildBentoCdc() {}

    public static void main(String[] arguments)
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        var sources = Path.of(arguments[0]);
        var program = Path.of(arguments[1]);
        var stamp = program.resolveSibling(program.getFileName() + ".sources");
        var madeOf = digest(sources);
        var isThere = Files.exists(program) && Files.exists(stamp);
        if (isThere && Files.readString(stamp).equals(madeOf)) {
            return;
        }
        Files.deleteIfExists(stamp);
        Files.createDirectories(program.getParent());
        if (!hasGo()) {
            Files.deleteIfExists(program);
            System.err.println(
                    """
                    ************************************************************************
                    There is no Go on the PATH, so bento-cdc is not built: provider bento will
                    need a program of the Bento family (options.executable, or on the PATH),
                    and its tests will not run. Install Go 1.26 or later to change that.
                    ************************************************************************\
                    """);
            return;
        }
        System.out.println("building bento-cdc (the first time takes minutes)");
        var command = Stream.concat(BUILD.stream(), Stream.of(program.toString(), "."));
        run(sources, command.toList());
        run(sources, List.of("go", "test", "./..."));
        Files.writeString(stamp, madeOf);
    }

    private static boolean hasGo() throws InterruptedException {
        try {
            return new ProcessBuilder("go", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(Path folder, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().put("CGO_ENABLED", "0"); // it needs no library of the machine
        var exit = builder.start().waitFor();
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private static String digest(Path sources) throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var files = Files.walk(sources)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(sources.relativize(file).toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
