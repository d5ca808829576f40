package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;
import com.gocodealone.dataengineering.domain.config.Problems;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An input of Bento's that the user wrote down.
 *
 * @param content the input's fields; often a map
 */
record AnyOrigin(String input, Object content) implements Origin {
    static AnyOrigin of(Map<String, Object> written, Problems problems) {
        List<String> names = written.keySet().stream().filter(key -> !key.equals("label")).toList();
        if (names.size() != 1) {
            problems.add(
                    "options: input has to name one input of Bento's, such as {generate: {...}},"
                            + " and"
                            + " names %s".formatted(names));
            return new AnyOrigin("", Map.of());
        }
        String name = names.getFirst();
        return new AnyOrigin(name, written.getOrDefault(name, Map.of()));
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Map<String, Object> fields(Begin begin, Memory memory) {
        return commonFields();
    }

    @Override
    public Map<String, Object> commonFields() {
        return Map.of(input, content);
    }

    @Override
    public boolean isOfChanges() {
        return false;
    }

    @Override
    public String schema() {
        return "bento";
    }

    @Override
    public boolean isComplete(Memory memory) {
        return false;
    }

    @Override
    public Secrets secrets() {
        return new Secrets(List.of());
    }

    @Override
    public List<String> release() {
        throw new Failure(
                Failure.Kind.UNSUPPORTED,
                "what input %s keeps at its source is not known".formatted(input));
    }
}
