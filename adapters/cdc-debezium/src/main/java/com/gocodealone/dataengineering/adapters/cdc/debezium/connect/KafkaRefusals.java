package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.Failure;

import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

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
            case UnknownMemberIdException others ->
                    new Failure(
                            Failure.Kind.CONFLICT,
                            ("other engines read in group %s, so the source cannot begin anew: stop"
                                            + " them first")
                                    .formatted(setup.group()),
                            others);
            case SslAuthenticationException untrusted ->
                    new Failure(
                            Failure.Kind.INVALID,
                            ("Kafka at %s shows a certificate that is not trusted, or is another"
                                            + " host's: name its authority in options.kafka_ca")
                                    .formatted(setup.options().bootstrapServers()),
                            untrusted);
            case AuthenticationException refused ->
                    new Failure(
                            Failure.Kind.INVALID,
                            setup.redact(
                                    ("Kafka at %s refuses options.kafka_username and"
                                                    + " options.kafka_password: %s")
                                            .formatted(
                                                    setup.options().bootstrapServers(),
                                                    refused.getMessage())),
                            refused);
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
