package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** What DMS's describing operations have in common. */
final class Filters {
    private Filters() {}

    /** Whether a thing with {@code facts}, by the name of a filter, is asked for. */
    static boolean matches(JsonNode parameters, Map<String, String> facts) {
        for (JsonNode filter : parameters.path("Filters")) {
            String fact = facts.get(filter.path("Name").asText());
            if (fact == null) {
                throw new Fault("InvalidParameterValueException", "no filter " + filter);
            }
            boolean named = false;
            for (JsonNode value : filter.path("Values")) {
                named |= value.asText().equals(fact);
            }
            if (!named) {
                return false;
            }
        }
        return true;
    }

    /** As the real one, which calls it a fault when nothing is found. */
    static ObjectNode listed(String name, List<ObjectNode> found) {
        if (found.isEmpty()) {
            throw new Fault("ResourceNotFoundFault", "No " + name + " found matching the filters");
        }
        ObjectNode answer = AwsJson.object();
        ArrayNode list = answer.putArray(name);
        found.forEach(list::add);
        return answer;
    }
}
