package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.Position;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MySQL or MariaDB, read with the input mysql_cdc, which keeps nothing at the server: where to go
 * on is in the state store. Never prints the connection.
 */
record MySqlOrigin(String flavor, String dsn, List<String> tables, SnapshotMode mode, int serverId)
        implements Origin {
    private static final Pattern PLACE = Pattern.compile("(?<file>.+):(?<at>\\d{1,10})");

    @Override
    public String input() {
        return "mysql_cdc";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.INITIAL_SNAPSHOT,
                Capability.SCHEMA_HISTORY,
                Capability.LAG_BYTES,
                Capability.RETENTION);
    }

    @Override
    public Map<String, Object> fields(Begin begin, Memory memory) {
        Map<String, Object> fields = new HashMap<>(Template.READING);
        fields.put("flavor", flavor);
        fields.put("dsn", Template.literal(dsn));
        fields.put("tables", tables);
        fields.put("server_id", serverId);
        fields.put("stream_snapshot", begin == Begin.SNAPSHOT || readsRows(begin));
        fields.put("position", begin == Begin.RESUME ? resumeAt(memory) : "");
        fields.put("snapshot_only", mode == SnapshotMode.INITIAL_ONLY);
        fields.put("control_messages", true);
        return Map.of(input(), fields);
    }

    private boolean readsRows(Begin begin) {
        return begin == Begin.RESUME && mode != SnapshotMode.NEVER;
    }

    /** The transaction of the last change acknowledged, or what was read without a change since. */
    private static String resumeAt(Memory memory) {
        String following = memory.followingSince();
        Position position = memory.acknowledged();
        Place acknowledged = Place.parse(position == null ? null : position.text());
        if (following == null) {
            return "";
        }
        return acknowledged == null || acknowledged.row() || isBefore(acknowledged.log(), following)
                ? following
                : acknowledged.log();
    }

    private static boolean isBefore(String place, String other) {
        Matcher one = PLACE.matcher(place);
        Matcher two = PLACE.matcher(other);
        if (!one.matches() || !two.matches()) {
            return false;
        }
        int files = one.group("file").compareTo(two.group("file"));
        return files < 0
                || (files == 0
                        && Long.parseLong(one.group("at")) < Long.parseLong(two.group("at")));
    }

    @Override
    public Map<String, Object> commonFields() {
        throw new Failure(
                Failure.Kind.UNSUPPORTED,
                "this program's input mysql_cdc keeps its position in a cache of its own; write it"
                        + " down as options.input");
    }

    @Override
    public boolean isOfChanges() {
        return true;
    }

    @Override
    public String schema() {
        return "";
    }

    @Override
    public boolean isComplete(Memory memory) {
        return mode == SnapshotMode.INITIAL_ONLY && memory.followingSince() != null;
    }

    @Override
    public Secrets secrets() {
        return Secrets.of(dsn);
    }

    @Override
    public List<String> release() {
        throw new Failure(
                Failure.Kind.UNSUPPORTED, "a MySQL or MariaDB keeps nothing for a source");
    }

    @Override
    public String toString() {
        return "binary log";
    }
}
