package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.Failure;

import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/** What Kafka's errors mean to a source. */
final class KafkaRefusals {
    private KafkaRefusals() {}

    static Failure of(KafkaException e, Setup setup) {
        return switch (e) {
            case InvalidOffsetException lost ->
                    new Failure(
                            Failure.Kind.GAP,
                            ("topic %s no longer has what follows the last acknowledged change: its"
                                            + " retention is shorter than the source was stopped")
                                    .formatted(setup.topic()),
                            lost);
            case FencedInstanceIdException fenced ->
                    new Failure(
                            Failure.Kind.CONFLICT,
                            "another stream reads topic %s in this engine's name"
                                    .formatted(setup.topic()),
                            fenced);
            default ->
                    new Failure(
                            Failure.Kind.UNAVAILABLE,
                            setup.redact(
                                    "Kafka at %s: %s"
                                            .formatted(
                                                    setup.options().bootstrapServers(),
                                                    e.getMessage())),
                            e);
        };
    }
}
