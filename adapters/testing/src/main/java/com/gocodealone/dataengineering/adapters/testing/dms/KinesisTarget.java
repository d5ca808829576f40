package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes records into one stream, in order. Confined. */
final class KinesisTarget {
    private static final int MOST_RECORDS = 500;
    private static final int MOST_BYTES = 4 << 20;

    private final AwsJson kinesis;
    private final String streamArn;
    private final List<ObjectNode> waiting = new ArrayList<>();
    private int bytes;

    KinesisTarget(AwsJson kinesis, String streamArn) {
        this.kinesis = kinesis;
        this.streamArn = streamArn;
    }

    void write(String partitionKey, JsonNode record) throws InterruptedException {
        byte[] data = bytes(record);
        ObjectNode entry = AwsJson.object();
        entry.put("PartitionKey", partitionKey);
        entry.put("Data", Base64.getEncoder().encodeToString(data));
        if (waiting.size() == MOST_RECORDS || bytes + data.length > MOST_BYTES) {
            flush();
        }
        waiting.add(entry);
        bytes += data.length;
    }

    private static byte[] bytes(JsonNode record) {
        try {
            return AwsJson.MAPPER.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    void flush() throws InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        ObjectNode request = AwsJson.object().put("StreamARN", streamArn);
        ArrayNode records = request.putArray("Records");
        waiting.forEach(records::add);
        JsonNode answer = kinesis.call("PutRecords", request);
        if (answer.path("FailedRecordCount").asInt() != 0) {
            throw new IllegalStateException("records were refused: " + answer);
        }
        waiting.clear();
        bytes = 0;
    }
}
