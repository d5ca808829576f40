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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that only its owner can enter, with the plugin's socket and its temporary files in it.
 * Its name holds the process id, so that a later process can tell what a killed one left behind.
 * Confined to a thread.
 */
final class SocketFolder implements AutoCloseable {
    static final String CHOSEN_FOLDER = "PLUGIN_UNIX_SOCKET_DIR";

    private static final Logger LOG = LoggerFactory.getLogger(SocketFolder.class);
    private static final String PREFIX = "data-engineering-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-[0-9a-f]+");
    private static final String SOCKET = "s";
    private static final String TEMPORARY = "t";

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
            var ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(folder, ownerOnly);
            Files.createDirectory(folder.resolve(TEMPORARY), ownerOnly);
            return folder;
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE, "no folder for the socket can be made: " + e, e);
        }
    }

    /** Where the socket is, or is to be. */
    Path socket() {
        return folder.resolve(SOCKET);
    }

    /** For files that nobody needs when this process has ended. */
    Path temporary() {
        return folder.resolve(TEMPORARY);
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
                    removeQuietly(candidate);
                }
            }
        } catch (IOException e) {
            LOG.debug("leftovers stay where they are: {}", e.toString());
        }
    }

    private static void removeQuietly(Path folder) {
        try {
            remove(folder);
        } catch (IOException e) {
            LOG.debug("a folder stays where it is: {}", e.toString());
        }
    }

    /** A process of another container may share the folder and be invisible, but it answers. */
    private boolean isLeftover(Path candidate) throws IOException {
        Matcher name = NAME.matcher(candidate.getFileName().toString());
        return name.matches()
                && isOwners(candidate)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                && !answers(candidate.resolve(SOCKET));
    }

    /** Where everybody may make files, somebody else's link could lead anywhere. */
    private boolean isOwners(Path candidate) throws IOException {
        return Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getOwner(folder));
    }

    private static boolean answers(Path socket) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static void remove(Path folder) throws IOException {
        Path temporary = folder.resolve(TEMPORARY);
        if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(temporary);
        }
        Files.deleteIfExists(folder.resolve(SOCKET));
        Files.deleteIfExists(folder);
    }

    /** Removes the folder with the socket. */
    @Override
    public void close() {
        removeQuietly(folder);
    }
}
