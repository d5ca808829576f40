package com.gocodealone.dataengineering.adapters.grpc;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The line that tells the engine where the plugin listens. It is all that may ever be on standard
 * output, so this class takes standard output away from everybody else. Confined to a thread.
 */
final class Handshake {
    static final String COOKIE = "WORKFLOW_PLUGIN";
    static final String COOKIE_VALUE = "workflow-external-plugin-v1";

    /** For a person who runs the plugin by hand. */
    static final String NOT_FOR_YOU =
            "This is a plugin of the GoCodeAlone/workflow engine and cannot run by itself: put its"
                    + " folder into <data-dir>/plugins/ and start the engine, which starts it. With"
                    + " --help it says what else it can do.";

    private final PrintStream out;

    private Handshake(PrintStream out) {
        this.out = out;
    }

    /** From now on everybody else's standard output is standard error. */
    static Handshake takeStandardOutput() {
        PrintStream out = System.out;
        System.setOut(System.err);
        return new Handshake(out);
    }

    /** Whether an engine started this process. */
    static boolean isExpected(Map<String, String> environment) {
        return COOKIE_VALUE.equals(environment.get(COOKIE));
    }

    /** Tells the engine that the plugin listens at {@code socket}: protocol versions 1, no TLS. */
    void announce(Path socket) {
        byte[] line = "1|1|unix|%s|grpc||false\n".formatted(socket).getBytes(namesOfFiles());
        out.write(line, 0, line.length);
        out.flush();
    }

    /** The path must arrive as the bytes that the file system knows it by. */
    private static Charset namesOfFiles() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", ""), StandardCharsets.UTF_8);
    }
}
