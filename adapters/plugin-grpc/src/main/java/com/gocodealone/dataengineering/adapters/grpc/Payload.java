package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.StepCall;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Key;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Value;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The typed payloads of a type, as protobuf messages. Text is an optional string, so that an empty
 * one is not lost. Whatever a template may yield as text, and every output, is a {@code
 * google.protobuf.Value}: that holds text as well as the real thing, and null.
 */
enum Payload {
    CONFIG("Config"),
    /** Has no fields: a step reads the pipeline's data by itself. */
    INPUT("Input"),
    OUTPUT("Output");

    static final String PACKAGE = "workflow.plugins.data_engineering.v1";

    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String suffix;

    Payload(String suffix) {
        this.suffix = suffix;
    }

    /** Without the package: {@code step.cdc_status} has CdcStatusConfig and so on. */
    String simpleName(TypeInfo type) {
        String name =
                switch (type.kind()) {
                    case MODULE -> type.type();
                    case STEP -> without("step.", type.type());
                    case TRIGGER -> without("trigger.", type.type()) + ".trigger";
                };
        return Words.camelCase(name) + suffix;
    }

    String fullName(TypeInfo type) {
        return PACKAGE + "." + simpleName(type);
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    DescriptorProto message(TypeInfo type) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(simpleName(type));
        Set<String> taken = new HashSet<>();
        fields(type)
                .forEach(
                        (name, isText) -> {
                            if (FIELD_NAME.matcher(name).matches() && taken.add(inJson(name))) {
                                add(name, isText, message);
                            }
                        });
        return message.build();
    }

    /** The names of the fields, and whether they hold text. */
    private Map<String, Boolean> fields(TypeInfo type) {
        Map<String, Boolean> fields = new LinkedHashMap<>();
        switch (this) {
            case INPUT -> {}
            case OUTPUT -> type.output().forEach(key -> fields.put(key.name(), false));
            case CONFIG -> {
                type.config().forEach(key -> fields.put(key.name(), isText(key)));
                type.config().forEach(key -> aliases(key, fields));
                if (type.kind() == TypeInfo.Kind.STEP) {
                    StepCall.companions(type.config()).forEach(name -> fields.put(name, true));
                }
            }
        }
        return fields;
    }

    private static void aliases(Key key, Map<String, Boolean> fields) {
        key.aliases().forEach(alias -> fields.putIfAbsent(alias, isText(key)));
    }

    private static boolean isText(Key key) {
        return switch (key.kind()) {
            case STRING, SELECT, DURATION, SIZE -> true;
            case INTEGER, DECIMAL, BOOLEAN, LIST, MAP -> false;
        };
    }

    /** No two fields of a message may be the same in JSON. */
    private static String inJson(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static void add(String name, boolean isText, DescriptorProto.Builder message) {
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder()
                        .setName(name)
                        .setNumber(message.getFieldCount() + 1)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        if (isText) {
            field.setType(FieldDescriptorProto.Type.TYPE_STRING)
                    .setProto3Optional(true)
                    .setOneofIndex(message.getOneofDeclCount());
            message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + name));
        } else {
            field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                    .setTypeName("." + Value.getDescriptor().getFullName());
        }
        message.addField(field);
    }
}
