package com.gocodealone.dataengineering.adapters.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One connection through the proxy. Thread-safe. */
final class ProxyLink {
    private static final int BUFFER = 8192;

    private final Socket client;
    private final Socket server;
    private final Weather weather;
    private final Consumer<ProxyLink> onEnd;
    private final CountDownLatch ends = new CountDownLatch(2);
    private volatile boolean swallowing;

    ProxyLink(Socket client, Socket server, Weather weather, Consumer<ProxyLink> onEnd) {
        this.client = client;
        this.server = server;
        this.weather = weather;
        this.onEnd = onEnd;
    }

    void start() {
        Thread.ofVirtual().start(() -> carry(client, server));
        Thread.ofVirtual().start(() -> carry(server, client));
    }

    /** From now on neither end hears of the other, not even of its end. */
    void swallow() {
        swallowing = true;
    }

    /** Ends it the hard way for both ends. */
    void reset() {
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed before.
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            int count = from.getInputStream().read(buffer);
            while (count >= 0) {
                weather.pass(count);
                if (!swallowing) {
                    to.getOutputStream().write(buffer, 0, count);
                }
                count = from.getInputStream().read(buffer);
            }
        } catch (IOException broken) {
            // The same as its end.
        }
        end(from, to);
    }

    private void end(Socket from, Socket to) {
        ends.countDown();
        close(from);
        if (!swallowing) {
            weather.pass(0);
            close(to);
        }
        if (ends.getCount() == 0) {
            onEnd.accept(this);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was closed before.
        }
    }
}
