package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Key;
import com.gocodealone.dataengineering.proto.engine.ConfigFieldDef;
import com.gocodealone.dataengineering.proto.engine.ContractRegistry;
import com.gocodealone.dataengineering.proto.engine.Manifest;
import com.gocodealone.dataengineering.proto.engine.ModuleSchema;
import com.gocodealone.dataengineering.proto.engine.ModuleSchemaList;
import com.gocodealone.dataengineering.proto.engine.TypeList;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the plugin says of itself: the engine asks often, the answers are made once. Thread-safe.
 */
final class Descriptions {
    private final Plugin plugin;
    private final Supplier<Map<TypeInfo.Kind, List<TypeInfo>>> types;
    private final Lazy<Contracts> contracts;
    private final Supplier<ContractRegistry> registry;
    private final Supplier<ModuleSchemaList> schemas;

    Descriptions(Plugin plugin) {
        this.plugin = plugin;
        this.types = new Lazy<>(this::byKind);
        this.contracts = new Lazy<>(() -> new Contracts(all()));
        this.registry = new Lazy<>(() -> contracts.get().registry());
        this.schemas = new Lazy<>(this::makeSchemas);
    }

    /** Makes ready, while other things are done, what an engine asks for first. */
    void prepare() {
        Thread.ofVirtual().name("descriptions").start(this::registry);
    }

    private Map<TypeInfo.Kind, List<TypeInfo>> byKind() {
        Map<TypeInfo.Kind, List<TypeInfo>> byKind = new EnumMap<>(TypeInfo.Kind.class);
        for (TypeInfo.Kind kind : TypeInfo.Kind.values()) {
            byKind.put(kind, plugin.types(kind));
        }
        return byKind;
    }

    List<TypeInfo> of(TypeInfo.Kind kind) {
        return types.get().getOrDefault(kind, List.of());
    }

    List<TypeInfo> all() {
        return Arrays.stream(TypeInfo.Kind.values()).flatMap(kind -> of(kind).stream()).toList();
    }

    Optional<TypeInfo> find(TypeInfo.Kind kind, String type) {
        return of(kind).stream().filter(info -> info.type().equals(type)).findFirst();
    }

    Manifest manifest() {
        return Manifest.newBuilder()
                .setName(plugin.manifest().name())
                .setVersion(plugin.manifest().version())
                .setAuthor(plugin.manifest().author())
                .setDescription(plugin.manifest().description())
                .build();
    }

    TypeList names(TypeInfo.Kind kind) {
        return TypeList.newBuilder()
                .addAllTypes(of(kind).stream().map(TypeInfo::type).toList())
                .build();
    }

    Lazy<Contracts> contracts() {
        return contracts;
    }

    ContractRegistry registry() {
        return registry.get();
    }

    ModuleSchemaList schemas() {
        return schemas.get();
    }

    private ModuleSchemaList makeSchemas() {
        ModuleSchemaList.Builder list = ModuleSchemaList.newBuilder();
        of(TypeInfo.Kind.MODULE).forEach(type -> list.addSchemas(schema(type)));
        return list.build();
    }

    private static ModuleSchema schema(TypeInfo type) {
        ModuleSchema.Builder schema =
                ModuleSchema.newBuilder()
                        .setType(type.type())
                        .setLabel(Words.label(type.type()))
                        .setCategory(Words.CATEGORY)
                        .setDescription(type.doc());
        type.config().forEach(key -> schema.addConfigFields(field(key)));
        return schema.build();
    }

    private static ConfigFieldDef field(Key key) {
        return ConfigFieldDef.newBuilder()
                .setName(key.name())
                .setType(Words.fieldType(key.kind()))
                .setDescription(key.doc())
                .setDefaultValue(key.fallback() == null ? "" : key.fallback())
                .setRequired(key.required())
                .addAllOptions(key.options())
                .build();
    }
}
