package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every type the plugin offers, by name. Immutable. */
final class Types {
    private final Map<String, PartType<?>> parts = new LinkedHashMap<>();
    private final Map<String, Step<?, ?>> steps = new LinkedHashMap<>();

    Types(List<PartType<?>> parts, List<Step<?, ?>> steps) {
        parts.forEach(part -> this.parts.put(part.type(), part));
        steps.forEach(step -> this.steps.put(step.type(), step));
    }

    List<TypeInfo> infos(TypeInfo.Kind kind) {
        Stream<TypeInfo> infos =
                kind == TypeInfo.Kind.STEP
                        ? steps.values().stream().map(TypeInfo::of)
                        : parts.values().stream()
                                .filter(part -> part.kind() == kind)
                                .map(TypeInfo::of);
        return infos.toList();
    }

    PartType<?> part(TypeInfo.Kind kind, String type) {
        PartType<?> found = parts.get(type);
        return found == null || found.kind() != kind ? orUnknown(null, kind, type) : found;
    }

    Step<?, ?> step(String type) {
        return orUnknown(steps.get(type), TypeInfo.Kind.STEP, type);
    }

    private <T> T orUnknown(@Nullable T found, TypeInfo.Kind kind, String type) {
        if (found != null) {
            return found;
        }
        List<String> known = infos(kind).stream().map(TypeInfo::type).toList();
        Optional<String> near = Nearest.to(type, known);
        throw new Failure(
                Failure.Kind.NOT_FOUND,
                near.map("this plugin has no such type (did you mean %s?)"::formatted)
                        .orElse("this plugin has no such type (known: %s)".formatted(known)));
    }
}
