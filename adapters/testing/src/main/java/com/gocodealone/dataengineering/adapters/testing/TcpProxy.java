package com.gocodealone.dataengineering.adapters.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a client and a server on this machine, which fails on command. Everything it
 * does to connections lasts until {@link #heal}, but for those that {@link #swallow} has met: they
 * stay silent for good. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Weather weather = new Weather();
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** A healthy network to {@code target}, a port of this machine. */
    public static TcpProxy to(int target) {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(listener, target);
            Thread.ofVirtual().name("proxy-to-" + target).start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a client connects to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections are open. */
    public int connections() {
        return links.size();
    }

    /** Resets every connection, and every new one. */
    public void cut() {
        weather.turn(Weather.Kind.CUT);
        links.forEach(ProxyLink::reset);
    }

    /** Holds back every byte; all of them come later. */
    public void freeze() {
        weather.turn(Weather.Kind.FROZEN);
    }

    /**
     * Loses every byte without a word to either end, as a firewall does that has forgotten its
     * connections. Healing helps new connections only.
     */
    public void swallow() {
        weather.turn(Weather.Kind.SWALLOWING);
        links.forEach(ProxyLink::swallow);
    }

    /** Lets few bytes through. */
    public void slow() {
        weather.turn(Weather.Kind.SLOW);
    }

    public void heal() {
        weather.turn(Weather.Kind.CLEAR);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                take(listener.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void take(Socket client) {
        if (weather.kind() == Weather.Kind.CUT) {
            ProxyLink.reset(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true); // what was sent in parts must not wait for an answer
            server.setTcpNoDelay(true);
            ProxyLink link = new ProxyLink(client, server, weather, links::remove);
            links.add(link);
            link.start();
            if (weather.kind() == Weather.Kind.SWALLOWING) {
                link.swallow();
            }
        } catch (IOException nobodyThere) {
            ProxyLink.reset(client);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        weather.turn(Weather.Kind.CUT);
        links.forEach(ProxyLink::reset);
    }
}
