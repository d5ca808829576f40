package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.proto.goplugin.ConnInfo;

import io.grpc.ManagedChannel;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sockets of this machine, without encryption and without native code. One event loop serves them
 * all: what it hands to callers must not block. Thread-safe.
 */
final class Transports implements AutoCloseable {
    private static final int WINDOW_BYTES = 1 << 20;

    /** Of the heap: a request stands in it more than once, and those of several callers may. */
    private static final int SHARE_OF_A_REQUEST = 8;

    private static final int SMALLEST_LIMIT_BYTES = 4 << 20;

    /** What Netty would otherwise find out slowly, or record for its developers. */
    private static final Map<String, String> LEAN =
            Map.of(
                    "io.netty.machineId", "00:00:00:00:00:01",
                    "io.netty.jfr.enabled", "false",
                    "io.netty.leakDetection.level", "disabled");

    private final EventLoopGroup loop;

    Transports() {
        SilentNettyLogger.install();
        LEAN.forEach(Transports::setUnlessSet);
        loop =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("grpc", true), NioIoHandler.newFactory());
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** A server to be, at {@code socket}; calls are answered on the event loop. */
    ServerBuilder<?> server(Path socket) {
        return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .flowControlWindow(WINDOW_BYTES)
                .maxInboundMessageSize(mostBytes())
                .directExecutor();
    }

    /** A larger request is refused, for reading it could end the process for want of memory. */
    private static int mostBytes() {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_A_REQUEST;
        return Math.clamp(share, SMALLEST_LIMIT_BYTES, Integer.MAX_VALUE);
    }

    /**
     * A channel to what the engine announced; nothing is dialled before its first call.
     *
     * @throws Failure when the engine announced what this plugin cannot dial
     */
    ManagedChannel channel(ConnInfo to) {
        return builder(to)
                .eventLoopGroup(loop)
                .flowControlWindow(WINDOW_BYTES)
                .overrideAuthority("localhost")
                .usePlaintext()
                .disableRetry()
                .directExecutor()
                .build();
    }

    private static NettyChannelBuilder builder(ConnInfo to) {
        return switch (to.getNetwork()) {
            case "unix" ->
                    NettyChannelBuilder.forAddress(unix(to.getAddress()))
                            .channelType(
                                    NioDomainSocketChannel.class, UnixDomainSocketAddress.class);
            case "tcp" ->
                    NettyChannelBuilder.forAddress(tcp(to.getAddress()))
                            .channelType(NioSocketChannel.class, InetSocketAddress.class);
            default ->
                    throw new Failure(
                            Failure.Kind.UNSUPPORTED,
                            "the engine's callback server is at %s address %s; known are unix and tcp"
                                    .formatted(to.getNetwork(), to.getAddress()));
        };
    }

    private static UnixDomainSocketAddress unix(String address) {
        try {
            return UnixDomainSocketAddress.of(address);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "the engine's callback server is at %s, which is no path".formatted(address),
                    e);
        }
    }

    private static InetSocketAddress tcp(String address) {
        int colon = address.lastIndexOf(':');
        try {
            String host = address.substring(0, Math.max(colon, 0)).replaceAll("[\\[\\]]", "");
            return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "the engine's callback server is at %s, which is no host:port"
                            .formatted(address),
                    e);
        }
    }

    @Override
    public void close() {
        var _ = loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
    }
}
