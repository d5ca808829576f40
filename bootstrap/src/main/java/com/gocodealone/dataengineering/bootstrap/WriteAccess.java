package com.gocodealone.dataengineering.bootstrap;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who may put something else in a file's place: whoever may write it or one of the folders above
 * it, but for a folder with the sticky bit, such as /tmp, where everybody may replace only what is
 * his. Immutable.
 */
final class WriteAccess {
    private static final String MODE = "unix:mode";
    private static final String OWNER = "unix:uid";
    private static final int GROUP_AND_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private final int self;

    private WriteAccess(int self) {
        this.self = self;
    }

    /** As this process sees it. */
    static WriteAccess ofThisUser() throws IOException {
        Path mine = Files.createTempFile("mine", "");
        try {
            return new WriteAccess((int) Files.getAttribute(mine, OWNER));
        } finally {
            Files.delete(mine);
        }
    }

    /** What is wrong with the first of {@code files} that others could replace, and the remedy. */
    @Nullable String complaint(Collection<Path> files) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (Path file : files) {
            addWithFoldersAbove(file.toAbsolutePath(), places); // a link may be replaced too
            addWithFoldersAbove(file.toRealPath(), places);
        }
        for (Path place : places) {
            if (isForeign(place)) {
                return "%s belongs to another user, who could put any program there; chown it"
                        .formatted(place);
            }
            if (isOpen(place)) {
                return "%s can be written by others than its owner, who could put any program there; chmod go-w %s"
                        .formatted(place, place);
            }
        }
        return null;
    }

    private static void addWithFoldersAbove(Path file, Set<Path> places) {
        for (Path place = file; place != null; place = place.getParent()) {
            places.add(place);
        }
    }

    private boolean isForeign(Path place) throws IOException {
        int owner = (int) Files.getAttribute(place, OWNER);
        return owner != self && owner != ROOT;
    }

    private static boolean isOpen(Path place) throws IOException {
        int mode = (int) Files.getAttribute(place, MODE);
        boolean isShared = Files.isDirectory(place) && (mode & STICKY) != 0;
        return (mode & GROUP_AND_OTHERS) != 0 && !isShared;
    }
}
