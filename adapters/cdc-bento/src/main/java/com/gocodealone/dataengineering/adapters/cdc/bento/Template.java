package com.gocodealone.dataengineering.adapters.cdc.bento;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a stream of Bento's that brings what an input reads to the plugin. */
final class Template {
    /** How many requests wait for their acknowledgement. */
    private static final int MOST_REQUESTS = 256;

    /** How far an input reads ahead of what is acknowledged, and how it gathers messages. */
    static final Map<String, Object> READING =
            Map.of(
                    "checkpoint_limit",
                    50_000,
                    "batching",
                    Map.of("count", 1000, "byte_size", 500_000, "period", "5ms"));

    static final String OWN_ENVELOPE = "cdc_envelope";

    private static final Map<String, Object> MARK_ERRORS =
            Map.of(
                    "mapping",
                    "meta processing_error = if errored() { error() } else { deleted() }");

    /** Messages of ours and of Redpanda Connect's are JSON, which is not to be read here. */
    private static final String ENVELOPE_OF_CHANGE =
            "root = \"[\" + metadata().format_json(no_indent: true).string() + \",\" +"
                    + " content().string() + \"]\"";

    private static final String ENVELOPE_OF_ANY =
            "root = [metadata(), this.catch(content().string())]";

    /** How messages are written down for the plugin. */
    enum Envelope {
        /** As only our own Bento does, which is faster: changes. */
        OWN,
        /** Changes. */
        CHANGES,
        /** Any content. */
        ANY;

        List<Map<String, Object>> processors() {
            return switch (this) {
                case OWN -> List.of(Map.of(OWN_ENVELOPE, Map.of()));
                case CHANGES -> lines(ENVELOPE_OF_CHANGE);
                case ANY -> lines(ENVELOPE_OF_ANY);
            };
        }

        private static List<Map<String, Object>> lines(String mapping) {
            return List.of(
                    Map.of("mapping", mapping),
                    Map.of("archive", Map.of("format", "lines")),
                    Map.of("mapping", "meta sequence = counter()"));
        }
    }

    private Template() {}

    /** {@code dsn} so that Bento does not look for a variable in it. */
    static String literal(String dsn) {
        return dsn.replace("${", "%24{");
    }

    static Map<String, Object> of(
            Map<String, Object> input, List<Map<String, Object>> own, Route route) {
        Map<String, Object> labelled = new HashMap<>(input);
        labelled.put("label", "source");
        return Map.of(
                "input", labelled,
                "pipeline", Map.of("threads", 1, "processors", processors(own, route)),
                "output", Map.of("http_client", output(route)));
    }

    /** How, and to where. */
    record Route(Envelope envelope, String receiver) {}

    private static List<Map<String, Object>> processors(
            List<Map<String, Object>> own, Route route) {
        List<Map<String, Object>> all = new ArrayList<>();
        if (!own.isEmpty()) {
            List<Map<String, Object>> marked = new ArrayList<>(own);
            marked.add(MARK_ERRORS);
            all.add(Map.of("switch", List.of(Map.of("check", rows(), "processors", marked))));
        }
        all.addAll(route.envelope().processors());
        return all;
    }

    /** The rest is between the input and the plugin. */
    private static String rows() {
        return "![\"structure\", \"snapshot_begins\", \"following\"].contains(@operation.or(\"\"))";
    }

    private static Map<String, Object> output(Route route) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("url", route.receiver());
        fields.put("verb", "POST");
        fields.put("headers", Map.of(Receiver.NUMBER, "${! @sequence }"));
        fields.put("max_in_flight", MOST_REQUESTS);
        fields.put("batch_as_multipart", false);
        fields.put("timeout", "8760h"); // an acknowledgement takes as long as a pipeline does
        fields.put("retries", Integer.MAX_VALUE);
        fields.put("retry_period", "100ms");
        fields.put("max_retry_backoff", "1s");
        fields.put("drop_on", List.of(Receiver.REFUSED)); // only when all comes to an end
        return fields;
    }
}
