package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.proto.goplugin.Empty;
import com.gocodealone.dataengineering.proto.goplugin.GRPCControllerGrpc;
import com.gocodealone.dataengineering.proto.goplugin.GRPCStdioGrpc;
import com.gocodealone.dataengineering.proto.goplugin.StdioData;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.nio.file.Path;

/** The server that the engine connects to, with every service it may ask for. Thread-safe. */
final class PluginServer implements AutoCloseable {
    private final Server server;

    private PluginServer(Server server) {
        this.server = server;
    }

    /** What the services need of each other. */
    record Parts(
            Transports transports,
            Broker broker,
            CallbackEngine engine,
            EngineWatch watch,
            Lifetime lifetime) {}

    /**
     * Starts serving {@code plugin} at {@code socket}.
     *
     * @throws Failure UNAVAILABLE when the socket cannot be made
     */
    static PluginServer start(Plugin plugin, Path socket, Parts parts) {
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus("plugin", ServingStatus.SERVING);
        Server server =
                parts.transports()
                        .server(socket)
                        .addTransportFilter(parts.watch())
                        .addService(health.getHealthService())
                        .addService(ProtoReflectionServiceV1.newInstance())
                        .addService(parts.broker())
                        .addService(new Controller(parts.lifetime()))
                        .addService(new Stdio())
                        .addService(ReadableRequests.of(new PluginService(plugin, parts.engine())))
                        .build();
        try {
            return new PluginServer(server.start());
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.UNAVAILABLE, "cannot listen at %s: %s".formatted(socket, e), e);
        }
    }

    /** Ends the streams that the engine keeps open. */
    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Controller extends GRPCControllerGrpc.GRPCControllerImplBase {
        private final Lifetime lifetime;

        Controller(Lifetime lifetime) {
            this.lifetime = lifetime;
        }

        @Override
        public void shutdown(Empty request, StreamObserver<Empty> answers) {
            answers.onNext(Empty.getDefaultInstance());
            answers.onCompleted();
            lifetime.end(Lifetime.End.SHUTDOWN);
        }
    }

    /** Says nothing: the engine throws away what it would say. */
    private static final class Stdio extends GRPCStdioGrpc.GRPCStdioImplBase {
        @Override
        public void streamStdio(
                com.google.protobuf.Empty request, StreamObserver<StdioData> answers) {
            // The stream stays open until the engine or the server ends it.
        }
    }
}
