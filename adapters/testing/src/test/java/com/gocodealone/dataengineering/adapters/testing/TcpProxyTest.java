package com.gocodealone.dataengineering.adapters.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A server that sends every byte back, behind the proxy. */
@Timeout(30)
class TcpProxyTest {
    private static final int MOMENT_MILLIS = 200;

    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void startAnEcho() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket one = echo.accept();
                Thread.ofVirtual().start(() -> sendBack(one));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void sendBack(Socket one) {
        try (one) {
            one.getInputStream().transferTo(one.getOutputStream());
        } catch (IOException broken) {
            // Cut by the proxy.
        }
    }

    @Test
    void a_healthy_network_carries_both_ways() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, 7)).isEqualTo(7);
        }
    }

    @Test
    void a_cut_resets_connections_until_it_is_healed() throws IOException {
        try (Socket client = connect()) {
            ask(client, 1);
            proxy.cut();
            assertThatThrownBy(() -> ask(client, 2)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> ask(connect(), 3)).isInstanceOf(SocketException.class);
        }
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(ask(client, 4)).isEqualTo(4);
        }
    }

    @Test
    void what_is_frozen_comes_when_it_thaws() throws IOException {
        try (Socket client = connect()) {
            proxy.freeze();
            assertThatThrownBy(() -> ask(client, 5)).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            assertThat(client.getInputStream().read()).isEqualTo(5);
        }
    }

    @Test
    void a_connection_that_was_swallowed_stays_silent_and_a_new_one_speaks() throws IOException {
        try (Socket client = connect()) {
            ask(client, 6);
            proxy.swallow();
            assertThatThrownBy(() -> ask(client, 7)).isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            assertThatThrownBy(() -> ask(client, 8)).isInstanceOf(SocketTimeoutException.class);
        }
        try (Socket client = connect()) {
            assertThat(ask(client, 9)).isEqualTo(9);
        }
    }

    @Test
    void a_server_that_is_not_there_resets_its_clients() throws IOException {
        echo.close();
        assertThatThrownBy(() -> ask(connect(), 1)).isInstanceOf(SocketException.class);
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(MOMENT_MILLIS);
        return client;
    }

    private static int ask(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("the other end has closed");
        }
        return answer;
    }
}
