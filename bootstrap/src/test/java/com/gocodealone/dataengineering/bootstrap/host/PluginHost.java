package com.gocodealone.dataengineering.bootstrap.host;

import com.gocodealone.dataengineering.proto.engine.ConfigureCallbackRequest;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.CreateTriggerRequest;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepResponse;
import com.gocodealone.dataengineering.proto.engine.HandleRequest;
import com.gocodealone.dataengineering.proto.engine.HandleResponse;
import com.gocodealone.dataengineering.proto.engine.PluginServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.PluginServiceGrpc.PluginServiceBlockingStub;
import com.gocodealone.dataengineering.proto.goplugin.ConnInfo;
import com.gocodealone.dataengineering.proto.goplugin.GRPCBrokerGrpc;
import com.gocodealone.dataengineering.proto.goplugin.GRPCControllerGrpc;
import com.google.protobuf.Struct;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the built plugin as the engine does: a process of its own, the handshake on its standard
 * output, gRPC over Unix sockets in both directions. Thread-safe.
 */
public final class PluginHost implements AutoCloseable {
    private static final int CALLBACK_ID = 1;
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final Process process;
    private final Server callback;
    private final ManagedChannel channel;
    private final PluginServiceBlockingStub plugin;
    private final StreamObserver<ConnInfo> broker;
    private final Path folder;

    private PluginHost(Process process, String socket, Path folder, Workflows workflows) {
        this.process = process;
        this.folder = folder;
        Path callbackSocket = folder.resolve("engine.sock");
        this.callback = Sockets.serve(callbackSocket, new CallbackService(workflows));
        this.channel = Sockets.connect(Path.of(socket));
        this.plugin = PluginServiceGrpc.newBlockingStub(channel);
        this.broker = GRPCBrokerGrpc.newStub(channel).startStream(new Silent<>());
        broker.onNext(
                ConnInfo.newBuilder()
                        .setServiceId(CALLBACK_ID)
                        .setNetwork("unix")
                        .setAddress(callbackSocket.toString())
                        .build());
        check(
                plugin.configureCallback(
                        ConfigureCallbackRequest.newBuilder().setBrokerId(CALLBACK_ID).build()));
    }

    /**
     * Starts the plugin in {@code folder}, the program that has the folder's name, and shakes
     * hands.
     *
     * @param environment in addition to that of this process
     */
    public static PluginHost start(
            Path folder, Map<String, String> environment, Workflows workflows) {
        try {
            Path own = Temporary.folder("engine");
            Process process = process(folder, environment).start();
            String handshake = process.inputReader().readLine();
            if (handshake == null) {
                throw new IllegalStateException("the plugin ended before the handshake");
            }
            return new PluginHost(process, handshake.split("\\|", -1)[3], own, workflows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder process(Path folder, Map<String, String> environment) {
        Path executable = folder.resolve(folder.getFileName()).toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(executable.toString());
        builder.directory(folder.toFile());
        builder.environment().put("WORKFLOW_PLUGIN", "workflow-external-plugin-v1");
        builder.environment().put("PLUGIN_PROTOCOL_VERSIONS", "1");
        builder.environment().putAll(environment);
        Path log = folder.resolveSibling("plugin.log");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** For calls that this class does not make. */
    public Channel channel() {
        return channel;
    }

    /** Asks all that the engine asks of a plugin that it loads; every type that this one offers. */
    public List<String> types() {
        com.google.protobuf.Empty nothing = com.google.protobuf.Empty.getDefaultInstance();
        plugin.getManifest(nothing);
        plugin.getContractRegistry(nothing);
        plugin.getConfigFragment(nothing);
        List<String> types =
                Stream.of(
                                plugin.getModuleTypes(nothing),
                                plugin.getStepTypes(nothing),
                                plugin.getTriggerTypes(nothing))
                        .flatMap(list -> list.getTypesList().stream())
                        .toList();
        plugin.getModuleSchemas(nothing);
        return types;
    }

    /** Creates, initialises and starts a module; answers with its handle. */
    public String startModule(
            String type, String name, Map<String, ? extends @Nullable Object> config) {
        HandleResponse created =
                plugin.createModule(
                        CreateModuleRequest.newBuilder()
                                .setType(type)
                                .setName(name)
                                .setConfig(Structs.of(config))
                                .build());
        return started(check(created));
    }

    /** Creates and starts a trigger; answers with its handle. */
    public String startTrigger(
            String type, String workflow, Map<String, ? extends @Nullable Object> config) {
        HandleResponse created =
                plugin.createTrigger(
                        CreateTriggerRequest.newBuilder()
                                .setType(type)
                                .setName(workflow)
                                .setConfig(Structs.of(config))
                                .build());
        return started(check(created));
    }

    private String started(String handle) {
        check(plugin.startModule(request(handle)));
        return handle;
    }

    public void stop(String handle) {
        check(plugin.stopModule(request(handle)));
    }

    /** Forgets a module or a trigger. */
    public void destroy(String handle) {
        check(plugin.destroyModule(request(handle)));
    }

    public void destroyStep(String handle) {
        check(plugin.destroyStep(request(handle)));
    }

    /** Creates a step and answers with its handle. */
    public String createStep(
            String type, String name, Map<String, ? extends @Nullable Object> config) {
        return check(
                plugin.createStep(
                        CreateStepRequest.newBuilder()
                                .setType(type)
                                .setName(name)
                                .setConfig(Structs.of(config))
                                .build()));
    }

    public Struct execute(String step, Map<String, ? extends @Nullable Object> config) {
        ExecuteStepResponse response =
                plugin.executeStep(
                        ExecuteStepRequest.newBuilder()
                                .setHandleId(step)
                                .setConfig(Structs.of(config))
                                .build());
        if (!response.getError().isEmpty()) {
            throw new PluginError(response.getError());
        }
        return response.getOutput();
    }

    private static HandleRequest request(String handle) {
        return HandleRequest.newBuilder().setHandleId(handle).build();
    }

    private static String check(HandleResponse response) {
        if (!response.getError().isEmpty()) {
            throw new PluginError(response.getError());
        }
        return response.getHandleId();
    }

    private static void check(ErrorResponse response) {
        if (!response.getError().isEmpty()) {
            throw new PluginError(response.getError());
        }
    }

    /** Ends the plugin as the engine's plugin manager does. */
    @Override
    public void close() {
        close(SHUTDOWN);
    }

    /** The same, with more or less patience before it is killed. */
    public void close(Duration patience) {
        try {
            GRPCControllerGrpc.newBlockingStub(channel)
                    .shutdown(
                            com.gocodealone.dataengineering.proto.goplugin.Empty
                                    .getDefaultInstance());
            if (!process.waitFor(patience)) {
                process.destroyForcibly().waitFor();
            }
        } catch (StatusRuntimeException gone) {
            // It was killed before.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            channel.shutdownNow();
            callback.shutdownNow();
            folder.toFile().deleteOnExit();
        }
    }

    /** What the plugin answered instead of doing what it was asked. */
    public static final class PluginError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PluginError(String text) {
            super(text);
        }
    }
}
