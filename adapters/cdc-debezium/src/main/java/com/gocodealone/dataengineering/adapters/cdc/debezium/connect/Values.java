package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of columns from the connector's JSON. */
final class Values {
    private static final byte[] BYTES = ConnectorConfig.UNCHANGED.getBytes(StandardCharsets.UTF_8);

    /** How the connector writes, for each type, that a value was not sent. */
    private static final Set<Object> UNCHANGED =
            Set.of(
                    ConnectorConfig.UNCHANGED,
                    Base64.getEncoder().encodeToString(BYTES),
                    "{\"%1$s\":\"%1$s\"}".formatted(ConnectorConfig.UNCHANGED),
                    List.of(ConnectorConfig.UNCHANGED),
                    numbers());

    private Values() {}

    private static List<Object> numbers() {
        List<Object> numbers = new ArrayList<>();
        for (byte each : BYTES) {
            numbers.add((long) each);
        }
        return List.copyOf(numbers);
    }

    static @Nullable Object of(JsonNode node) {
        Object value = plain(node);
        return value != null && UNCHANGED.contains(value) ? Row.UNCHANGED : value;
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case ARRAY -> list(node);
            case OBJECT -> map(node);
            case STRING, BINARY, POJO -> node.asText();
        };
    }

    private static Object number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.doubleValue();
        }
        return node.canConvertToLong() ? (Object) node.longValue() : node.asText();
    }

    private static List<@Nullable Object> list(JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        node.forEach(element -> list.add(plain(element)));
        return list;
    }

    private static Map<String, @Nullable Object> map(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
        return map;
    }
}
