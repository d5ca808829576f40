package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jdk.net.ExtendedSocketOptions;

import org.junit.jupiter.api.Test;
import org.postgresql.core.PGStream;
import org.postgresql.util.HostSpec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

class WatchfulSocketsTest {
    private static final WatchfulSockets SOCKETS = new WatchfulSockets("60000");

    @Test
    void a_look_for_changes_lasts_while_nothing_comes() throws IOException {
        withStream(
                SOCKETS,
                (stream, server) -> {
                    long start = System.nanoTime();
                    assertThat(stream.hasMessagePending()).isFalse();
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .isGreaterThanOrEqualTo(
                                    Duration.ofMillis(WatchfulSockets.PATIENCE_MILLIS));
                });
    }

    @Test
    void a_look_for_changes_sees_what_came() throws IOException {
        withStream(
                SOCKETS,
                (stream, server) -> {
                    server.getOutputStream().write('w');
                    server.getOutputStream().flush();
                    assertThat(stream.hasMessagePending()).isTrue();
                });
    }

    @Test
    void looks_that_find_nothing_for_too_long_end_the_connection() throws IOException {
        withStream(
                new WatchfulSockets("1000"),
                (stream, server) -> {
                    assertThat(stream.hasMessagePending()).isFalse();
                    assertThatThrownBy(() -> lookForEver(stream))
                            .isInstanceOf(SocketException.class)
                            .hasMessage("the server has been silent for 1 s");
                });
    }

    private static void lookForEver(PGStream stream) throws IOException {
        while (!stream.hasMessagePending()) {
            // The next look.
        }
    }

    @Test
    void what_comes_after_a_look_is_seen_however_long_nobody_looked() throws IOException {
        withStream(
                new WatchfulSockets("0"),
                (stream, server) -> {
                    assertThat(stream.hasMessagePending()).isFalse();
                    server.getOutputStream().write('w');
                    server.getOutputStream().flush();
                    assertThat(stream.receiveChar()).isEqualTo('w');
                    assertThat(stream.hasMessagePending()).isFalse();
                });
    }

    @Test
    void other_waits_are_as_long_as_they_are_told() throws IOException {
        try (Socket socket = SOCKETS.createSocket()) {
            socket.setSoTimeout(2000);
            assertThat(socket.getSoTimeout()).isEqualTo(2000);
        }
    }

    @Test
    void tcp_asks_for_the_other_end_before_a_firewall_forgets_it() throws IOException {
        try (Socket socket = SOCKETS.createSocket()) {
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(30);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(10);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        }
    }

    private interface Scene {
        void play(PGStream stream, Socket server) throws IOException;
    }

    private static void withStream(WatchfulSockets sockets, Scene scene) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                PGStream stream =
                        new PGStream(
                                sockets,
                                new HostSpec(here.getHostAddress(), server.getLocalPort()),
                                0,
                                8192);
                Socket accepted = server.accept()) {
            stream.setMinStreamAvailableCheckDelay(0); // as replication does
            scene.play(stream, accepted);
        }
    }
}
