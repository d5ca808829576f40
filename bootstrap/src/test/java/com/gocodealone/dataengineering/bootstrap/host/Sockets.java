package com.gocodealone.dataengineering.bootstrap.host;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** gRPC over Unix sockets. */
final class Sockets {
    private Sockets() {}

    static Server serve(Path socket, BindableService service) {
        try {
            return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                    .channelType(NioServerDomainSocketChannel.class)
                    .bossEventLoopGroup(oneThread())
                    .workerEventLoopGroup(oneThread())
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ManagedChannel connect(Path socket) {
        return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(oneThread())
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    private static EventLoopGroup oneThread() {
        return new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }
}
