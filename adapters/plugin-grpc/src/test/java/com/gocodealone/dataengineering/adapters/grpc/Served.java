package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.CreateTriggerRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepResponse;
import com.gocodealone.dataengineering.proto.engine.HandleRequest;
import com.gocodealone.dataengineering.proto.engine.HandleResponse;
import com.google.protobuf.Struct;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** A plugin behind the real server at a real socket, and a host connected to it. */
final class Served implements AutoCloseable {
    final SocketFolder folder = SocketFolder.create(Map.of());
    final EngineWatch watch = new EngineWatch(() -> false, System::nanoTime);
    final Lifetime lifetime = new Lifetime(watch);
    final Transports transports = new Transports();
    final CallbackEngine engine;
    final PluginServer server;
    final TestHost host;

    Served(Function<Engine, Plugin> plugin) throws IOException {
        Broker broker = new Broker();
        engine = new CallbackEngine(broker, transports);
        server =
                PluginServer.start(
                        plugin.apply(engine),
                        folder.socket(),
                        new PluginServer.Parts(transports, broker, engine, watch, lifetime));
        host = new TestHost(folder.socket());
    }

    HandleResponse createModule(String type, Map<String, ?> config) {
        return host.plugin()
                .createModule(
                        CreateModuleRequest.newBuilder()
                                .setType(type)
                                .setName("m")
                                .setConfig(struct(config))
                                .build());
    }

    HandleResponse createTrigger(String type, Map<String, ?> config) {
        return host.plugin()
                .createTrigger(
                        CreateTriggerRequest.newBuilder()
                                .setType(type)
                                .setName("pipeline:p")
                                .setConfig(struct(config))
                                .build());
    }

    HandleResponse createStep(String type, Map<String, ?> config) {
        return host.plugin()
                .createStep(
                        CreateStepRequest.newBuilder()
                                .setType(type)
                                .setName("s")
                                .setConfig(struct(config))
                                .build());
    }

    ExecuteStepResponse execute(String handle, Map<String, ?> config) {
        return execute(
                ExecuteStepRequest.newBuilder().setHandleId(handle).setConfig(struct(config)));
    }

    ExecuteStepResponse execute(ExecuteStepRequest.Builder request) {
        return host.plugin().executeStep(request.build());
    }

    static HandleRequest handle(String handle) {
        return HandleRequest.newBuilder().setHandleId(handle).build();
    }

    static Struct struct(Map<String, ? extends @Nullable Object> map) {
        return StructBuilder.struct(map);
    }

    @Override
    public void close() throws IOException {
        host.close();
        server.close();
        engine.close();
        transports.close();
        lifetime.close();
        folder.close();
    }
}
