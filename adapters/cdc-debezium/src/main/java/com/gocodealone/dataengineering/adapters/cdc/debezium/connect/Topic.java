package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.Failure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** A source's topic, and the group that reads it. Thread-safe. */
final class Topic {
    /** Not as codecs whose libraries the plugin would have to bring. */
    private static final Map<String, String> PROPERTIES =
            Map.of("compression.type", "gzip", "cleanup.policy", "delete");

    private final Setup setup;
    private final Admin admin;

    Topic(Setup setup, Admin admin) {
        this.setup = setup;
        this.admin = admin;
    }

    /**
     * @throws Failure UNAVAILABLE when Kafka does not answer
     */
    void reach() throws InterruptedException {
        await(admin.describeCluster().clusterId());
    }

    /** Makes it when it is missing. */
    void make() throws InterruptedException {
        NewTopic topic =
                new NewTopic(
                                setup.topic(),
                                Optional.of(setup.options().topicPartitions()),
                                Optional.empty())
                        .configs(PROPERTIES);
        try {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failure(e);
            }
        }
    }

    /** Passes over all that is in it: the group begins with what comes next. */
    void skip() throws InterruptedException {
        Map<String, TopicDescription> topics =
                await(admin.describeTopics(Set.of(setup.topic())).allTopicNames());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (TopicDescription topic : topics.values()) {
            topic.partitions()
                    .forEach(
                            info ->
                                    asked.put(
                                            new TopicPartition(topic.name(), info.partition()),
                                            OffsetSpec.latest()));
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends = await(admin.listOffsets(asked).all());
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        ends.forEach((part, end) -> offsets.put(part, new OffsetAndMetadata(end.offset())));
        await(admin.alterConsumerGroupOffsets(setup.group(), offsets).all());
    }

    /** With what the group acknowledged. */
    void delete() throws InterruptedException {
        forgetting(admin.deleteTopics(List.of(setup.topic())).all());
        forgetting(admin.deleteConsumerGroups(List.of(setup.group())).all());
    }

    private void forgetting(KafkaFuture<Void> deletion) throws InterruptedException {
        try {
            deletion.get();
        } catch (ExecutionException e) {
            boolean gone =
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            || e.getCause() instanceof GroupIdNotFoundException;
            if (!gone) {
                throw failure(e);
            }
        }
    }

    private <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private Failure failure(ExecutionException e) {
        return KafkaRefusals.of(
                e.getCause() instanceof KafkaException known ? known : new KafkaException(e),
                setup);
    }
}
