package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.gocodealone.dataengineering.adapters.cdc.dms.record.Json;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.KinesisSettings;

import java.util.ArrayList;
import java.util.List;

/**
 * What a task is set to do, compared with what the provider can make the most of.
 *
 * @param streamArn the stream that the task writes to
 * @param warnings what is lost by a setting, with the repair
 */
public record Review(String streamArn, List<String> warnings) {
    public Review {
        warnings = List.copyOf(warnings);
    }

    /**
     * Looks at the task and the endpoint it writes to.
     *
     * @param streamArn the stream that is to be read; null for the one that the endpoint names
     * @throws Failure INVALID when the task does not write to Kinesis, or to another stream
     */
    public static Review of(Task task, @Nullable String streamArn, String beforeImageField)
            throws InterruptedException {
        TaskState state = task.state();
        KinesisSettings settings = kinesis(task.endpoint(state.targetEndpointArn()));
        if (streamArn != null && !streamArn.equals(settings.streamArn())) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "options.stream_arn is %s, but the DMS task %s writes to %s"
                            .formatted(streamArn, state.name(), settings.streamArn()));
        }
        List<String> warnings = new ArrayList<>();
        check(settings, warnings);
        checkBeforeImage(Json.read(state.settings()), beforeImageField, warnings);
        return new Review(settings.streamArn(), warnings);
    }

    private static KinesisSettings kinesis(Endpoint endpoint) {
        KinesisSettings settings = endpoint.kinesisSettings();
        if (settings == null || settings.streamArn() == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    ("the target endpoint %s of the DMS task is of engine %s: provider dms reads"
                         + " the Kinesis stream that a task writes to, so it has to be kinesis")
                            .formatted(endpoint.endpointIdentifier(), endpoint.engineName()));
        }
        return settings;
    }

    private static void check(KinesisSettings settings, List<String> warnings) {
        need(
                settings.includeTransactionDetails(),
                "IncludeTransactionDetails",
                "changes have no transaction and no commit time, and an event that DMS writes again"
                        + " gets another event_id",
                warnings);
        need(
                settings.includeControlDetails(),
                "IncludeControlDetails",
                "events have no key, and there is no schema history",
                warnings);
        need(
                settings.includeTableAlterOperations(),
                "IncludeTableAlterOperations",
                "the schema history misses changes of tables",
                warnings);
        need(
                settings.includeNullAndEmpty(),
                "IncludeNullAndEmpty",
                "columns that are null or empty are missing from events",
                warnings);
        need(
                settings.useLargeIntegerValue(),
                "UseLargeIntegerValue",
                "DMS may round whole numbers beyond 2^53",
                warnings);
    }

    private static void need(
            @Nullable Boolean setting, String name, String effect, List<String> warnings) {
        if (!Boolean.TRUE.equals(setting)) {
            warnings.add(
                    "the target endpoint has %s off, so %s: set it to true"
                            .formatted(name, effect));
        }
    }

    private static void checkBeforeImage(JsonNode settings, String field, List<String> warnings) {
        JsonNode image = settings.path("BeforeImageSettings");
        if (!image.path("EnableBeforeImage").asBoolean()) {
            warnings.add(
                    "the task has BeforeImageSettings.EnableBeforeImage off, so before is null for"
                            + " an update: set it to true, with ColumnFilter all");
        } else if (!image.path("FieldName").asText().equals(field)) {
            warnings.add(
                    ("the task's BeforeImageSettings.FieldName is \"%s\" and before_image_field"
                                    + " \"%s\", so before is null: make them equal")
                            .formatted(image.path("FieldName").asText(), field));
        }
    }
}
