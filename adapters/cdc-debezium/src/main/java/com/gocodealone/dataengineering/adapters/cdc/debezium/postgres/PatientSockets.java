package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

import javax.net.SocketFactory;

/**
 * Sockets for the replication stream. Debezium looks for changes again and again, and the driver
 * answers it by reading from the socket for a millisecond. Here such a look lasts longer, unless
 * something comes: an idle stream costs next to nothing, and a change is seen at once. Made by the
 * driver, by name. Immutable, thread-safe.
 */
public final class PatientSockets extends SocketFactory {
    /** What the driver asks for when it only looks. */
    private static final int LOOK_MILLIS = 1;

    /** Whoever wants to write to the stream, or to end it, waits about as long. */
    static final int PATIENCE_MILLIS = 50;

    /** For the driver. */
    public PatientSockets() {}

    @Override
    public Socket createSocket() {
        return new PatientSocket();
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

    private static Socket connected(SocketAddress to, @Nullable SocketAddress from)
            throws IOException {
        Socket socket = new PatientSocket();
        socket.bind(from);
        socket.connect(to);
        return socket;
    }

    private static final class PatientSocket extends Socket {
        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(millis == LOOK_MILLIS ? PATIENCE_MILLIS : millis);
        }
    }
}
