package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.proto.engine.ConfigureCallbackRequest;
import com.gocodealone.dataengineering.proto.engine.EngineCallbackServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;
import com.gocodealone.dataengineering.proto.engine.PluginServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.TriggerWorkflowRequest;
import com.gocodealone.dataengineering.proto.goplugin.ConnInfo;
import com.gocodealone.dataengineering.proto.goplugin.Empty;
import com.gocodealone.dataengineering.proto.goplugin.GRPCBrokerGrpc;
import com.gocodealone.dataengineering.proto.goplugin.GRPCControllerGrpc;
import com.gocodealone.dataengineering.proto.goplugin.GRPCStdioGrpc;
import com.gocodealone.dataengineering.proto.goplugin.StdioData;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** The engine's side of the connection, as far as a plugin can tell. */
final class TestHost implements AutoCloseable {
    private static final int BROKER_ID = 1;

    /** What the plugin fired. */
    final BlockingQueue<TriggerWorkflowRequest> fired = new LinkedBlockingQueue<>();

    /** Reaches zero when the plugin ends the stream that carries its output. */
    final CountDownLatch streamEnded = new CountDownLatch(1);

    private final Transports transports = new Transports();
    private final Path folder;
    private final ManagedChannel channel;
    private final StreamObserver<ConnInfo> broker;
    private volatile String error = "";
    private volatile Status status = Status.OK;
    private @Nullable Server callback;

    TestHost(Path socket) throws IOException {
        folder = Files.createTempDirectory("host");
        channel = transports.channel(unix(0, socket));
        broker = GRPCBrokerGrpc.newStub(channel).startStream(new Ignored<>());
        GRPCStdioGrpc.newStub(channel)
                .streamStdio(
                        com.google.protobuf.Empty.getDefaultInstance(),
                        new Ignored<StdioData>() {
                            @Override
                            public void onError(Throwable thrown) {
                                streamEnded.countDown();
                            }
                        });
    }

    private static ConnInfo unix(int id, Path socket) {
        return ConnInfo.newBuilder()
                .setServiceId(id)
                .setNetwork("unix")
                .setAddress(socket.toString())
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    PluginServiceGrpc.PluginServiceBlockingStub plugin() {
        return PluginServiceGrpc.newBlockingStub(channel);
    }

    /** Every workflow from now on ends with {@code error}, or well when that is empty. */
    void workflowsEndWith(String error) {
        this.error = error;
    }

    /** Every call from now on is refused with {@code status}, before its workflow runs. */
    void callsAreRefusedWith(Status status) {
        this.status = status;
    }

    /** As the engine does when it loads a plugin with triggers. */
    void offerCallback() throws IOException {
        configureCallback();
        announceCallback();
    }

    void configureCallback() {
        var _ =
                plugin().configureCallback(
                                ConfigureCallbackRequest.newBuilder()
                                        .setBrokerId(BROKER_ID)
                                        .build());
    }

    void announceCallback() throws IOException {
        Path socket = folder.resolve("callback");
        callback = transports.server(socket).addService(new Callback()).build().start();
        announce(unix(BROKER_ID, socket));
    }

    /** As {@link #offerCallback}, at a port of this machine. */
    void offerCallbackAtPort() throws IOException {
        configureCallback();
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        callback =
                NettyServerBuilder.forAddress(anyPort).addService(new Callback()).build().start();
        announce(
                ConnInfo.newBuilder()
                        .setServiceId(BROKER_ID)
                        .setNetwork("tcp")
                        .setAddress("127.0.0.1:" + callback.getPort())
                        .build());
    }

    void announce(ConnInfo info) {
        broker.onNext(info);
    }

    /** The callback server goes away; calls under way fail. */
    void hangUp() throws InterruptedException {
        if (callback != null) {
            callback.shutdownNow().awaitTermination();
        }
    }

    void shutdown() {
        var _ = GRPCControllerGrpc.newBlockingStub(channel).shutdown(Empty.getDefaultInstance());
    }

    @Override
    public void close() throws IOException {
        if (callback != null) {
            callback.shutdownNow();
        }
        Files.deleteIfExists(folder.resolve("callback"));
        Files.deleteIfExists(folder);
        channel.shutdownNow();
        transports.close();
    }

    private final class Callback extends EngineCallbackServiceGrpc.EngineCallbackServiceImplBase {
        @Override
        public void triggerWorkflow(
                TriggerWorkflowRequest request, StreamObserver<ErrorResponse> answers) {
            if (!status.isOk()) {
                answers.onError(status.asRuntimeException());
                return;
            }
            fired.add(request);
            answers.onNext(ErrorResponse.newBuilder().setError(error).build());
            answers.onCompleted();
        }
    }

    private static class Ignored<T> implements StreamObserver<T> {
        @Override
        public void onNext(T value) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
    }
}
