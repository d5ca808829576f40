package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.StepCall;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepResponse;
import com.google.protobuf.Struct;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** Runs steps. Thread-safe. */
final class Executions {
    private final Plugin plugin;
    private final Creations creations;
    private final TypedPayloads payloads;

    Executions(Plugin plugin, Creations creations, TypedPayloads payloads) {
        this.plugin = plugin;
        this.creations = creations;
        this.payloads = payloads;
    }

    /** Whether running the step may wait; what fails at once does not. */
    boolean mayBlock(String handle) {
        try {
            return plugin.mayBlock(handle);
        } catch (Failure nobodyKnowsIt) {
            return false;
        }
    }

    /** Answers a typed request with the typed output too. */
    ExecuteStepResponse execute(ExecuteStepRequest request) throws InterruptedException {
        String handle = request.getHandleId();
        plugin.mayBlock(handle); // says so when nobody knows the handle
        Creations.Created step = creations.find(handle).orElseThrow(() -> isGone(handle));
        Map<String, @Nullable Object> output = plugin.execute(handle, call(request, step));
        ExecuteStepResponse.Builder response =
                ExecuteStepResponse.newBuilder().setOutput(StructBuilder.struct(output));
        if (request.hasTypedConfig() || request.hasTypedInput()) {
            payloads.output(output, step.type()).ifPresent(response::setTypedOutput);
        }
        return response.build();
    }

    private static Failure isGone(String handle) {
        return new Failure(
                Failure.Kind.NOT_FOUND, "the step \"%s\" is being destroyed".formatted(handle));
    }

    private StepCall call(ExecuteStepRequest request, Creations.Created step) {
        Map<String, @Nullable Object> typed = typed(request, step);
        Map<String, @Nullable Object> config =
                Creations.config(request.getConfig(), typed.isEmpty() ? step.config() : typed);
        return new StepCall(
                Creations.settings(config),
                Structs.lazily(request.hasCurrent() ? request.getCurrent() : rebuilt(request)),
                steps(request),
                Structs.lazily(request.getTriggerData()));
    }

    private Map<String, @Nullable Object> typed(
            ExecuteStepRequest request, Creations.Created step) {
        try {
            if (request.hasTypedInput()) {
                payloads.read(request.getTypedInput(), Payload.INPUT, step.type());
            }
            return request.hasTypedConfig()
                    ? payloads.read(request.getTypedConfig(), Payload.CONFIG, step.type())
                    : Map.of();
        } catch (Failure failure) {
            throw failure.in(step.type().type(), step.name());
        }
    }

    /** The pipeline's data so far, as the engine makes it: of what fired it and of every output. */
    private static Struct rebuilt(ExecuteStepRequest request) {
        Struct.Builder current = request.getTriggerData().toBuilder();
        request.getStepOutputsMap().values().forEach(current::mergeFrom);
        return current.build();
    }

    private static Map<String, @Nullable Object> steps(ExecuteStepRequest request) {
        Map<String, @Nullable Object> steps = new LinkedHashMap<>();
        request.getStepOutputsMap()
                .forEach((name, output) -> steps.put(name, Structs.lazily(output)));
        return steps;
    }
}
