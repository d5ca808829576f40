package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.CreateTriggerRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Struct;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Creates what the engine asks for, and remembers what each handle stands for. Thread-safe. */
final class Creations {
    /** The engine's own key in a trigger's configuration; the request's name says the same. */
    private static final List<String> ENGINES_OWN = List.of("workflowType");

    private final Plugin plugin;
    private final Descriptions descriptions;
    private final TypedPayloads payloads;
    private final ConcurrentMap<String, Created> created = new ConcurrentHashMap<>();

    Creations(Plugin plugin, Descriptions descriptions, TypedPayloads payloads) {
        this.plugin = plugin;
        this.descriptions = descriptions;
        this.payloads = payloads;
    }

    /** What a handle stands for. */
    record Created(TypeInfo type, String name, Map<String, @Nullable Object> config) {
        boolean isStep() {
            return type.kind() == TypeInfo.Kind.STEP;
        }

        /** For the beginning of a sentence. */
        String what() {
            return Creations.what(type.type(), name);
        }
    }

    static String what(String type, String name) {
        return "%s \"%s\"".formatted(type, name);
    }

    /** What {@code handle} stands for, for the beginning of a sentence. */
    String what(String handle) {
        return find(handle).map(Created::what).orElseGet(() -> "handle \"%s\"".formatted(handle));
    }

    Optional<Created> find(String handle) {
        return Optional.ofNullable(created.get(handle));
    }

    void forgetPart(String handle) {
        created.computeIfPresent(handle, (_, known) -> known.isStep() ? known : null);
    }

    void forgetStep(String handle) {
        created.computeIfPresent(handle, (_, known) -> known.isStep() ? null : known);
    }

    String module(CreateModuleRequest request) {
        return part(
                TypeInfo.Kind.MODULE,
                request.getType(),
                request.getName(),
                config(request.getConfig(), typed(request)));
    }

    String trigger(CreateTriggerRequest request) {
        return part(
                TypeInfo.Kind.TRIGGER,
                request.getType(),
                request.getName(),
                Structs.toMap(request.getConfig()));
    }

    private String part(
            TypeInfo.Kind kind, String type, String name, Map<String, @Nullable Object> config) {
        Settings settings = settings(config).without(ENGINES_OWN);
        String handle = plugin.createPart(kind, type, name, settings);
        return remember(handle, kind, type, new Named(name, config));
    }

    String step(CreateStepRequest request) {
        Map<String, @Nullable Object> config = config(request.getConfig(), typed(request));
        String handle = plugin.createStep(request.getType(), request.getName(), settings(config));
        return remember(
                handle,
                TypeInfo.Kind.STEP,
                request.getType(),
                new Named(request.getName(), config));
    }

    private record Named(String name, Map<String, @Nullable Object> config) {}

    private String remember(String handle, TypeInfo.Kind kind, String type, Named named) {
        descriptions
                .find(kind, type)
                .ifPresent(
                        info ->
                                created.put(
                                        handle, new Created(info, named.name(), named.config())));
        return handle;
    }

    private Map<String, @Nullable Object> typed(CreateModuleRequest request) {
        return request.hasTypedConfig()
                ? typed(
                        TypeInfo.Kind.MODULE,
                        request.getType(),
                        request.getName(),
                        request.getTypedConfig())
                : Map.of();
    }

    private Map<String, @Nullable Object> typed(CreateStepRequest request) {
        return request.hasTypedConfig()
                ? typed(
                        TypeInfo.Kind.STEP,
                        request.getType(),
                        request.getName(),
                        request.getTypedConfig())
                : Map.of();
    }

    private Map<String, @Nullable Object> typed(
            TypeInfo.Kind kind, String type, String name, Any payload) {
        try {
            return descriptions
                    .find(kind, type)
                    .map(info -> payloads.read(payload, Payload.CONFIG, info))
                    .orElse(Map.of());
        } catch (Failure failure) {
            throw failure.in(type, name);
        }
    }

    /** The Struct, where there is one: it also says where the configuration's file is. */
    static Map<String, @Nullable Object> config(
            Struct config, Map<String, @Nullable Object> typed) {
        return config.getFieldsCount() == 0 ? typed : Structs.toMap(config);
    }

    /** Lists and maps may be JSON, whose parser is loaded with the first of them. */
    static Settings settings(Map<String, @Nullable Object> config) {
        return new Settings(config, text -> JsonText.read(text));
    }
}
