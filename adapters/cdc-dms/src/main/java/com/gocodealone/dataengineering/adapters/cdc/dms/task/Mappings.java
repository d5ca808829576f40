package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Writes which tables a task reads, and what it sends of them, in DMS's own JSON. */
final class Mappings {
    private static final String ANY = "%";

    private Mappings() {}

    /**
     * @param patterns such as {@code public.orders}, {@code sales.*} or {@code orders}; DMS may
     *     take more than they say, which is left out when the stream is read
     */
    static String of(List<String> patterns) {
        ObjectNode mappings = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = mappings.putArray("rules");
        List<String> wanted = patterns.isEmpty() ? List.of("*.*") : patterns;
        for (int i = 0; i < wanted.size(); i++) {
            add(rules, wanted.get(i), Integer.toString(i + 1));
        }
        return mappings.toString();
    }

    private static void add(ArrayNode rules, String pattern, String number) {
        int dot = pattern.indexOf('.');
        ObjectNode rule = rules.addObject();
        rule.put("rule-type", "selection");
        rule.put("rule-id", number);
        rule.put("rule-name", number);
        rule.putObject("object-locator")
                .put("schema-name", dot < 0 ? ANY : like(pattern.substring(0, dot)))
                .put("table-name", like(pattern.substring(dot + 1)));
        rule.put("rule-action", "include");
    }

    private static String like(String pattern) {
        return pattern.replace("*", ANY).replace("?", ANY);
    }

    /** The task settings: the row before every change, under {@code beforeImageField}. */
    static String settings(String beforeImageField) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("BeforeImageSettings")
                .put("EnableBeforeImage", true)
                .put("FieldName", beforeImageField)
                .put("ColumnFilter", "all");
        return settings.toString();
    }
}
