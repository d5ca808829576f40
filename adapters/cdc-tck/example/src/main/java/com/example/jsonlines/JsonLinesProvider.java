package com.example.jsonlines;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows a folder of JSON lines, such as an audit log that another program writes. One line is one
 * change:
 *
 * <pre>
 * {"table": "orders", "op": "insert", "after": {"id": 1, "total": 12.50}, "at": "2026-01-31T12:00:00Z"}
 * </pre>
 */
public final class JsonLinesProvider implements CdcProvider {
    /** For the service loader. */
    public JsonLinesProvider() {}

    @Override
    public String name() {
        return "jsonlines";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.LAG_BYTES, Capability.DIAGNOSIS);
    }

    @Override
    public void validate(SourceSpec source) {
        source.options().as(JsonLinesOptions.class);
        if (source.connection() == null) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "connection is required: the folder to follow, such as /var/log/orders");
        }
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) {
        validate(source);
        JsonLinesOptions options = source.options().as(JsonLinesOptions.class);
        Log log = Log.at(source.connection());
        Place begin = begin(log, options.from(), context);
        // From now on it is known where the source began, even if nothing is acknowledged.
        context.state().put(Map.of(JsonLinesStream.ACKNOWLEDGED, begin.position().text()));
        return new JsonLinesStream(log, source.patterns(), options, begin, context.state());
    }

    private static Place begin(Log log, JsonLinesOptions.From from, StreamContext context) {
        Place end = log.end(); // says so when there is no such folder
        StateStore state = context.state();
        return switch (context.begin()) {
            case RESUME -> {
                String stored = state.get(JsonLinesStream.ACKNOWLEDGED);
                Place first = from == JsonLinesOptions.From.START ? Place.START : end;
                yield stored == null ? first : Place.of(new Position(stored));
            }
            case LATEST -> end;
            case SNAPSHOT ->
                    throw new Failure(
                            Failure.Kind.UNSUPPORTED, "a log has no rows to take a snapshot of");
        };
    }

    @Override
    public List<Finding> diagnose(SourceSpec source, StreamContext context) {
        try {
            Log log = Log.at(source.connection());
            int files = log.files().size();
            return List.of(
                    new Finding(
                            Finding.Grade.OK,
                            "folder",
                            "%s has %d files".formatted(log.folder(), files),
                            null));
        } catch (Failure failure) {
            return List.of(new Finding(Finding.Grade.ERROR, "folder", failure.fact(), null));
        }
    }
}
