package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postgresql.core.PGStream;
import org.postgresql.util.HostSpec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

class PatientSocketsTest {
    @Test
    void a_look_for_changes_lasts_while_nothing_comes() throws IOException {
        withStream(
                (stream, server) -> {
                    long start = System.nanoTime();
                    assertThat(stream.hasMessagePending()).isFalse();
                    assertThat(Duration.ofNanos(System.nanoTime() - start))
                            .isGreaterThanOrEqualTo(
                                    Duration.ofMillis(PatientSockets.PATIENCE_MILLIS));
                });
    }

    @Test
    void a_look_for_changes_sees_what_came() throws IOException {
        withStream(
                (stream, server) -> {
                    server.getOutputStream().write('w');
                    server.getOutputStream().flush();
                    assertThat(stream.hasMessagePending()).isTrue();
                });
    }

    @Test
    void other_waits_are_as_long_as_they_are_told() throws IOException {
        try (Socket socket = new PatientSockets().createSocket()) {
            socket.setSoTimeout(2000);
            assertThat(socket.getSoTimeout()).isEqualTo(2000);
        }
    }

    private interface Scene {
        void play(PGStream stream, Socket server) throws IOException;
    }

    private static void withStream(Scene scene) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, here);
                PGStream stream =
                        new PGStream(
                                new PatientSockets(),
                                new HostSpec(here.getHostAddress(), server.getLocalPort()),
                                0,
                                8192);
                Socket accepted = server.accept()) {
            stream.setMinStreamAvailableCheckDelay(0); // as replication does
            scene.play(stream, accepted);
        }
    }
}
