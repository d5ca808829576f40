package com.gocodealone.dataengineering.adapters.tenancy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Carries connections to a server, and cuts the first that sends a certain text. Thread-safe. */
final class CuttingRelay implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final ServerSocket door;
    private final int target;
    private final String text;
    private volatile boolean hasCut;

    CuttingRelay(int target, String text) {
        this.target = target;
        this.text = text;
        try {
            this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    boolean hasCut() {
        return hasCut;
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> carry(client, server, true));
                Thread.ofVirtual().start(() -> carry(server, client, false));
            }
        } catch (IOException closed) {
            // Nobody is let in any more.
        }
    }

    private void carry(Socket from, Socket to, boolean listening) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                String said = new String(buffer, 0, count, StandardCharsets.US_ASCII);
                if (listening && !hasCut && said.contains(text)) {
                    hasCut = true;
                    return;
                }
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // The same as its end.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
