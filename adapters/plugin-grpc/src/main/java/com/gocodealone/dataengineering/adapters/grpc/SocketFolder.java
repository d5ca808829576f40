package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that only its owner can enter, with the plugin's socket in it. Its name holds the
 * process id, so that a later process can tell what a killed one left behind. Confined to a thread.
 */
final class SocketFolder implements AutoCloseable {
    static final String CHOSEN_FOLDER = "PLUGIN_UNIX_SOCKET_DIR";

    private static final Logger LOG = LoggerFactory.getLogger(SocketFolder.class);
    private static final String PREFIX = "data-engineering-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-[0-9a-f]+");
    private static final String SOCKET = "s";

    /** In bytes: macOS has room for 104 with the terminating one, Linux for 108. */
    private static final int LONGEST_PATH = 103;

    private final Path folder;

    private SocketFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a folder where the environment wants it, or else among the temporary files.
     *
     * @throws Failure when there is no place for it
     */
    static SocketFolder create(Map<String, String> environment) {
        String name =
                PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        List<Path> places = places(environment);
        for (Path place : places) {
            Path folder = place.resolve(name);
            if (fits(folder.resolve(SOCKET))) {
                return new SocketFolder(made(folder));
            }
        }
        throw new Failure(
                Failure.Kind.INVALID,
                "%s is no place for a socket: the path would be longer than %d bytes or hold a |;"
                                .formatted(places.getFirst(), LONGEST_PATH)
                        + " set %s to a short one".formatted(CHOSEN_FOLDER));
    }

    private static List<Path> places(Map<String, String> environment) {
        String chosen = environment.getOrDefault(CHOSEN_FOLDER, "");
        return chosen.isEmpty()
                ? List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/tmp"))
                : List.of(Path.of(chosen).toAbsolutePath());
    }

    private static boolean fits(Path socket) {
        String path = socket.toString();
        return path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                && path.indexOf('|') < 0;
    }

    private static Path made(Path folder) {
        try {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE, "no folder for the socket can be made: " + e, e);
        }
    }

    /** Where the socket is, or is to be. */
    Path socket() {
        return folder.resolve(SOCKET);
    }

    /** Leaves the socket, which is there by now, to its owner alone. */
    void closeToOthers() {
        try {
            Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE, "the socket cannot be closed to others: " + e, e);
        }
    }

    /** Removes what processes of ours left behind when they were killed. */
    void removeLeftovers() {
        Path place = folder.toAbsolutePath().getParent();
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (Path candidate : candidates) {
                if (isLeftover(candidate)) {
                    remove(candidate);
                }
            }
        } catch (IOException e) {
            LOG.debug("leftovers stay where they are: {}", e.toString());
        }
    }

    /** A process of another container may share the folder and be invisible, but it answers. */
    private static boolean isLeftover(Path candidate) {
        Matcher name = NAME.matcher(candidate.getFileName().toString());
        return name.matches()
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                && !answers(candidate.resolve(SOCKET));
    }

    private static boolean answers(Path socket) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(SOCKET));
        Files.deleteIfExists(folder);
    }

    /** Removes the folder with the socket. */
    @Override
    public void close() {
        try {
            remove(folder);
        } catch (IOException e) {
            LOG.debug("the socket's folder stays: {}", e.toString());
        }
    }
}
