package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.proto.engine.ConfigFragmentResponse;
import com.gocodealone.dataengineering.proto.engine.ConfigureCallbackRequest;
import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.CreateTriggerRequest;
import com.gocodealone.dataengineering.proto.engine.DeliverMessageRequest;
import com.gocodealone.dataengineering.proto.engine.DeliverMessageResponse;
import com.gocodealone.dataengineering.proto.engine.ErrorResponse;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepResponse;
import com.gocodealone.dataengineering.proto.engine.GetAssetRequest;
import com.gocodealone.dataengineering.proto.engine.GetAssetResponse;
import com.gocodealone.dataengineering.proto.engine.HandleRequest;
import com.gocodealone.dataengineering.proto.engine.HandleResponse;
import com.gocodealone.dataengineering.proto.engine.InvokeServiceRequest;
import com.gocodealone.dataengineering.proto.engine.InvokeServiceResponse;
import com.gocodealone.dataengineering.proto.engine.Manifest;
import com.gocodealone.dataengineering.proto.engine.ModuleSchemaList;
import com.gocodealone.dataengineering.proto.engine.PluginServiceGrpc;
import com.gocodealone.dataengineering.proto.engine.TypeList;
import com.google.protobuf.Empty;

import io.grpc.stub.StreamObserver;

/** What the engine asks of the plugin, call by call. Thread-safe. */
final class PluginService extends PluginServiceGrpc.PluginServiceImplBase {
    private final Plugin plugin;
    private final CallbackEngine engine;
    private final Descriptions descriptions;
    private final Creations creations;
    private final Executions executions;
    private final Calls calls;

    PluginService(Plugin plugin, CallbackEngine engine) {
        this.plugin = plugin;
        this.engine = engine;
        descriptions = new Descriptions(plugin);
        descriptions.prepare();
        TypedPayloads payloads = new TypedPayloads(descriptions.contracts());
        creations = new Creations(plugin, descriptions, payloads);
        executions = new Executions(plugin, creations, payloads);
        calls = new Calls(new Sentences(plugin.secrets()::redact));
    }

    @Override
    public void getManifest(Empty request, StreamObserver<Manifest> answers) {
        calls.plainly(answers, descriptions::manifest);
    }

    @Override
    public void getModuleTypes(Empty request, StreamObserver<TypeList> answers) {
        calls.plainly(answers, () -> descriptions.names(TypeInfo.Kind.MODULE));
    }

    @Override
    public void getStepTypes(Empty request, StreamObserver<TypeList> answers) {
        calls.plainly(answers, () -> descriptions.names(TypeInfo.Kind.STEP));
    }

    @Override
    public void getTriggerTypes(Empty request, StreamObserver<TypeList> answers) {
        calls.plainly(answers, () -> descriptions.names(TypeInfo.Kind.TRIGGER));
    }

    @Override
    public void getModuleSchemas(Empty request, StreamObserver<ModuleSchemaList> answers) {
        calls.plainly(answers, descriptions::schemas);
    }

    @Override
    public void getContractRegistry(Empty request, StreamObserver<ContractRegistry> answers) {
        calls.plainly(answers, descriptions::registry);
    }

    @Override
    public void getConfigFragment(Empty request, StreamObserver<ConfigFragmentResponse> answers) {
        calls.plainly(answers, ConfigFragmentResponse::getDefaultInstance);
    }

    @Override
    public void getAsset(GetAssetRequest request, StreamObserver<GetAssetResponse> answers) {
        String error = calls.sentence("asset not found: " + request.getPath());
        calls.plainly(answers, () -> GetAssetResponse.newBuilder().setError(error).build());
    }

    @Override
    public void configureCallback(
            ConfigureCallbackRequest request, StreamObserver<ErrorResponse> answers) {
        engine.configure(request.getBrokerId());
        calls.plainly(answers, ErrorResponse::getDefaultInstance);
    }

    @Override
    public void createModule(CreateModuleRequest request, StreamObserver<HandleResponse> answers) {
        String what = Creations.what(request.getType(), request.getName());
        calls.elsewhere(creation(what, () -> creations.module(request), answers));
    }

    @Override
    public void createTrigger(
            CreateTriggerRequest request, StreamObserver<HandleResponse> answers) {
        String what = Creations.what(request.getType(), request.getName());
        calls.elsewhere(creation(what, () -> creations.trigger(request), answers));
    }

    @Override
    public void createStep(CreateStepRequest request, StreamObserver<HandleResponse> answers) {
        String what = Creations.what(request.getType(), request.getName());
        calls.elsewhere(creation(what, () -> creations.step(request), answers));
    }

    private static Calls.Call<HandleResponse> creation(
            String what, Calls.Work<String> work, StreamObserver<HandleResponse> answers) {
        return new Calls.Call<>(
                what,
                () -> HandleResponse.newBuilder().setHandleId(work.run()).build(),
                error -> HandleResponse.newBuilder().setError(error).build(),
                answers);
    }

    @Override
    public void initModule(HandleRequest request, StreamObserver<ErrorResponse> answers) {
        calls.here(change(request, plugin::init, answers));
    }

    @Override
    public void startModule(HandleRequest request, StreamObserver<ErrorResponse> answers) {
        calls.elsewhere(change(request, plugin::start, answers));
    }

    @Override
    public void stopModule(HandleRequest request, StreamObserver<ErrorResponse> answers) {
        calls.elsewhere(change(request, plugin::stop, answers));
    }

    @Override
    public void destroyModule(HandleRequest request, StreamObserver<ErrorResponse> answers) {
        calls.elsewhere(change(request, this::destroy, answers));
    }

    private void destroy(String handle) {
        try {
            plugin.destroy(handle);
        } finally {
            creations.forgetPart(handle);
        }
    }

    @Override
    public void destroyStep(HandleRequest request, StreamObserver<ErrorResponse> answers) {
        calls.here(change(request, this::destroyStep, answers));
    }

    private void destroyStep(String handle) {
        plugin.destroyStep(handle);
        creations.forgetStep(handle);
    }

    /** What is done to what a handle stands for. */
    private interface Change {
        void to(String handle) throws InterruptedException;
    }

    private Calls.Call<ErrorResponse> change(
            HandleRequest request, Change change, StreamObserver<ErrorResponse> answers) {
        String handle = request.getHandleId();
        return new Calls.Call<>(
                creations.what(handle),
                () -> {
                    change.to(handle);
                    return ErrorResponse.getDefaultInstance();
                },
                error -> ErrorResponse.newBuilder().setError(error).build(),
                answers);
    }

    @Override
    public void executeStep(
            ExecuteStepRequest request, StreamObserver<ExecuteStepResponse> answers) {
        Calls.Call<ExecuteStepResponse> call =
                new Calls.Call<>(
                        creations.what(request.getHandleId()),
                        () -> executions.execute(request),
                        error -> ExecuteStepResponse.newBuilder().setError(error).build(),
                        answers);
        if (executions.mayBlock(request.getHandleId())) {
            calls.elsewhereWhileWanted(call);
        } else {
            calls.here(call);
        }
    }

    /** No module offers a service. */
    @Override
    public void invokeService(
            InvokeServiceRequest request, StreamObserver<InvokeServiceResponse> answers) {
        String handle = request.getHandleId();
        calls.here(
                new Calls.Call<>(
                        creations.what(handle),
                        () -> {
                            plugin.init(handle);
                            throw new Failure(
                                    Failure.Kind.UNSUPPORTED,
                                    "module handle %s does not support service method %s"
                                            .formatted(handle, request.getMethod()));
                        },
                        error -> InvokeServiceResponse.newBuilder().setError(error).build(),
                        answers));
    }

    /** The plugin subscribes to nothing. */
    @Override
    public void deliverMessage(
            DeliverMessageRequest request, StreamObserver<DeliverMessageResponse> answers) {
        String error =
                calls.sentence(
                        "no message handler for handle %s topic %s"
                                .formatted(request.getHandleId(), request.getTopic()));
        calls.plainly(answers, () -> DeliverMessageResponse.newBuilder().setError(error).build());
    }
}
