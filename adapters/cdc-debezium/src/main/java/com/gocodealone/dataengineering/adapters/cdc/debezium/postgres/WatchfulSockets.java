package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import jdk.net.ExtendedSocketOptions;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.time.Duration;

import javax.net.SocketFactory;

/**
 * Sockets to a server that may fall silent without a word, because it, or the network between, is
 * gone.
 *
 * <p>Debezium looks for changes again and again, and the driver answers it by reading from the
 * socket for a millisecond. Here such a look lasts longer, unless something comes: an idle stream
 * costs next to nothing, and a change is seen at once. When no look finds anything for too long,
 * the server is lost, because Debezium asks it for an answer every other second.
 *
 * <p>Where nobody looks, because a query takes its time or nothing is to be asked, TCP asks whether
 * the other end is there, so that no firewall forgets the connection either. Made by the driver, by
 * name. Immutable, thread-safe.
 */
public final class WatchfulSockets extends SocketFactory {
    /** What the driver asks for when it only looks. */
    private static final int LOOK_MILLIS = 1;

    /** Whoever wants to write to the stream, or to end it, waits about as long. */
    static final int PATIENCE_MILLIS = 50;

    private static final int PROBES = 3;

    private final Duration longestSilence;
    private final Runnable onFirstLook;

    /**
     * For the driver.
     *
     * @param argument as {@link #argument} makes it
     */
    public WatchfulSockets(String argument) {
        String[] parts = argument.split(" ", 2);
        this.longestSilence = Duration.ofMillis(Long.parseLong(parts[0]));
        this.onFirstLook =
                parts.length == 1
                        ? () -> {}
                        : () -> Scope.of(parts[1]).part(Connections.class).limitWaits();
    }

    /** For connections of no stream. */
    static String argument(Duration longestSilence) {
        return String.valueOf(longestSilence.toMillis());
    }

    /** For those of the stream whose {@link Scope} is {@code scope}. */
    static String argument(Duration longestSilence, String scope) {
        return argument(longestSilence) + " " + scope;
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new WatchfulSocket();
        long seconds = longestSilence.toSeconds();
        set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, seconds / 2);
        set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds / 2 / PROBES);
        set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        return socket;
    }

    /** Not every system has these options. */
    private static void set(Socket socket, SocketOption<Integer> option, long value)
            throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, Math.toIntExact(Math.max(1, value)));
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return connected(
                new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return connected(
                new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(SocketAddress to, @Nullable SocketAddress from) throws IOException {
        Socket socket = createSocket();
        socket.bind(from);
        socket.connect(to);
        return socket;
    }

    private final class WatchfulSocket extends Socket {
        private boolean looked;

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            boolean look = millis == LOOK_MILLIS;
            if (look && !looked) {
                looked = true;
                onFirstLook.run();
            }
            super.setSoTimeout(look ? PATIENCE_MILLIS : millis);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new WatchfulStream(super.getInputStream());
        }
    }

    /** For one reader at a time. */
    private final class WatchfulStream extends FilterInputStream {
        /** Of the first look since something came: what nobody looks for waits in a buffer. */
        private @Nullable Long silentSince;

        WatchfulStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = super.read(buffer, offset, length);
                silentSince = null;
                return count;
            } catch (SocketTimeoutException nothing) {
                bear(nothing);
                throw nothing;
            }
        }

        private void bear(SocketTimeoutException nothing) throws SocketException {
            long now = System.nanoTime();
            long since = silentSince == null ? now : silentSince;
            silentSince = since;
            if (now - since > longestSilence.toNanos()) {
                SocketException lost =
                        new SocketException(
                                "the server has been silent for %d s"
                                        .formatted(longestSilence.toSeconds()));
                lost.initCause(nothing);
                throw lost;
            }
        }
    }
}
