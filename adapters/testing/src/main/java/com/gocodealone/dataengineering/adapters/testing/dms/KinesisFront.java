package com.gocodealone.dataengineering.adapters.testing.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before moto's Kinesis and adds what moto lacks: a shard that is split has an end, and its
 * children what comes after (moto writes on into the parent); iterators expire and too much is
 * refused, both on command. Thread-safe.
 */
public final class KinesisFront implements AutoCloseable {
    private static final String PARENT = "shardId-000000000000";
    private static final String LOW = "shardId-000000000001";
    private static final String HIGH = "shardId-000000000002";
    private static final BigInteger MIDDLE = BigInteger.TWO.pow(127);
    private static final int ALL = 10_000;

    private final AwsJson moto;
    private final JsonServer server;

    /** Of a stream whose shard is split, the last record of the parent. */
    private final Map<String, Long> splits = new ConcurrentHashMap<>();

    private final AtomicInteger toExpire = new AtomicInteger();
    private final AtomicInteger toThrottle = new AtomicInteger();
    private final AtomicInteger readings = new AtomicInteger();

    private KinesisFront(int motoPort) {
        this.moto = AwsJson.kinesis(motoPort);
        this.server = JsonServer.start("kinesis", this::answer);
    }

    static KinesisFront before(int motoPort) {
        return new KinesisFront(motoPort);
    }

    int port() {
        return server.port();
    }

    /** A client of it. */
    AwsJson client() {
        return AwsJson.kinesis(port());
    }

    /** Lets so many readings meet an iterator that is too old. */
    public void expire(int count) {
        toExpire.set(count);
    }

    /** Refuses so many readings because too much is read. */
    public void throttle(int count) {
        toThrottle.set(count);
    }

    /** Whether all that was commanded has happened. */
    public boolean isCalm() {
        return toExpire.get() <= 0 && toThrottle.get() <= 0;
    }

    /** How often records were asked for. */
    public int readings() {
        return readings.get();
    }

    /** Writes a record, which may be anything. */
    public void put(String streamArn, String partitionKey, byte[] data)
            throws InterruptedException {
        ObjectNode request = AwsJson.object().put("StreamARN", streamArn);
        client().call("PutRecord", request.put("PartitionKey", partitionKey).put("Data", data));
    }

    /** Splits the only shard of a stream. */
    public void split(String streamArn) throws InterruptedException {
        ObjectNode request = AwsJson.object().put("StreamARN", streamArn);
        request.put("ShardToSplit", PARENT);
        moto.call("SplitShard", request.put("NewStartingHashKey", MIDDLE.toString()));
        ObjectNode reading = AwsJson.object().put("StreamARN", streamArn).put("Limit", ALL);
        reading.put("ShardIterator", new Place(PARENT, 0).iterator());
        long last = 0;
        for (JsonNode record : moto.call("GetRecords", reading).path("Records")) {
            last = sequence(record);
        }
        splits.put(streamArn, last);
    }

    private JsonNode answer(String operation, JsonNode parameters) throws InterruptedException {
        return switch (operation) {
            case "GetShardIterator" -> iterator(parameters);
            case "GetRecords" -> records((ObjectNode) parameters);
            default -> forward(operation, parameters);
        };
    }

    private JsonNode forward(String operation, JsonNode parameters) throws InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    moto.send(operation, AwsJson.MAPPER.writeValueAsBytes(parameters));
            byte[] body = response.body();
            JsonNode answer = body.length == 0 ? AwsJson.object() : AwsJson.MAPPER.readTree(body);
            if (response.statusCode() != 200) {
                String code = answer.path("__type").asText();
                throw new Fault(
                        code.substring(code.indexOf('#') + 1), answer.path("message").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode iterator(JsonNode parameters) throws InterruptedException {
        Long last = splits.get(parameters.path("StreamARN").asText());
        String shard = parameters.path("ShardId").asText();
        if (last == null || shard.equals(PARENT)) {
            return forward("GetShardIterator", parameters);
        }
        long after = parameters.path("StartingSequenceNumber").asLong(last);
        return AwsJson.object().put("ShardIterator", new Place(shard, after).iterator());
    }

    private JsonNode records(ObjectNode parameters) throws InterruptedException {
        readings.incrementAndGet();
        if (toThrottle.getAndDecrement() > 0) {
            throw new Fault("ProvisionedThroughputExceededException", "Rate exceeded for shard");
        }
        if (toExpire.getAndDecrement() > 0) {
            throw new Fault("ExpiredIteratorException", "Iterator expired");
        }
        Long last = splits.get(parameters.path("StreamARN").asText());
        if (last == null) {
            return forward("GetRecords", parameters);
        }
        Place place = Place.of(parameters.path("ShardIterator").asText());
        parameters.put("ShardIterator", new Place(PARENT, place.sequence()).iterator());
        JsonNode found = forward("GetRecords", parameters).path("Records");
        return place.shard().equals(PARENT) ? ofParent(found, place, last) : ofChild(found, place);
    }

    private static JsonNode ofParent(JsonNode found, Place place, long last) {
        ObjectNode answer = AwsJson.object().put("MillisBehindLatest", 0);
        ArrayNode records = answer.putArray("Records");
        long at = place.sequence();
        for (JsonNode record : found) {
            if (sequence(record) <= last) {
                records.add(record);
                at = sequence(record);
            }
        }
        if (at < last) {
            return answer.put("NextShardIterator", new Place(PARENT, at).iterator());
        }
        ArrayNode children = answer.putArray("ChildShards");
        List.of(LOW, HIGH).forEach(child -> children.addObject().put("ShardId", child));
        return answer;
    }

    private static JsonNode ofChild(JsonNode found, Place place) {
        ObjectNode answer = AwsJson.object().put("MillisBehindLatest", 0);
        ArrayNode records = answer.putArray("Records");
        long at = place.sequence();
        for (JsonNode record : found) {
            at = sequence(record);
            if (child(record.path("PartitionKey").asText()).equals(place.shard())) {
                records.add(record);
            }
        }
        return answer.put("NextShardIterator", new Place(place.shard(), at).iterator());
    }

    private static String child(String partitionKey) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5")
                            .digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).compareTo(MIDDLE) < 0 ? LOW : HIGH;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long sequence(JsonNode record) {
        return record.path("SequenceNumber").asLong();
    }

    /** What an iterator stands for, in moto's own form: behind a record of a shard. */
    private record Place(String shard, long sequence) {
        static Place of(String iterator) {
            byte[] bytes = Base64.getMimeDecoder().decode(iterator);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int last = text.lastIndexOf(':');
            int first = text.lastIndexOf(':', last - 1);
            return new Place(
                    text.substring(first + 1, last), Long.parseLong(text.substring(last + 1)));
        }

        String iterator() {
            byte[] text = "None:%s:%d".formatted(shard, sequence).getBytes(StandardCharsets.UTF_8);
            return Base64.getMimeEncoder().encodeToString(text);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
