package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.StepCall;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Key;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One step in plugin.json, from which the engine's editors and documentation know it. */
final class StepSchema {
    private StepSchema() {}

    static Map<String, Object> of(TypeInfo step, String plugin) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", step.type());
        schema.put("plugin", plugin);
        schema.put("description", step.doc());
        List<Map<String, Object>> fields = new ArrayList<>();
        step.config().forEach(key -> fields.add(field(key)));
        StepCall.companions(step.config()).forEach(name -> fields.add(companion(name)));
        schema.put("configFields", fields);
        schema.put("outputs", step.output().stream().map(StepSchema::output).toList());
        return schema;
    }

    private static Map<String, Object> field(Key key) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("key", key.name());
        field.put("label", Words.label(key.name()));
        field.put("type", Words.fieldType(key.kind()));
        field.put("description", key.doc());
        if (key.required()) {
            field.put("required", true);
        }
        String fallback = key.fallback();
        if (fallback != null) {
            field.put("defaultValue", value(key, fallback));
        }
        if (!key.options().isEmpty()) {
            field.put("options", key.options());
        }
        if (key.sensitive()) {
            field.put("sensitive", true);
        }
        return field;
    }

    private static Object value(Key key, String fallback) {
        return switch (key.kind()) {
            case BOOLEAN -> Boolean.valueOf(fallback);
            case INTEGER, DECIMAL -> new BigDecimal(fallback);
            case STRING, DURATION, SIZE, SELECT, LIST, MAP -> fallback;
        };
    }

    private static Map<String, Object> companion(String name) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("key", name);
        field.put("label", Words.label(name));
        field.put("type", "string");
        field.put(
                "description",
                "Where %s is in the pipeline's data, such as steps.read.rows"
                        .formatted(name.substring(0, name.lastIndexOf('_'))));
        return field;
    }

    private static Map<String, Object> output(Key key) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("key", key.name());
        output.put("type", Words.fieldType(key.kind()));
        output.put("description", key.doc());
        return output;
    }
}
