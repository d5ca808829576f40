package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A PostgreSQL, read with the input postgres_cdc. Never prints the connection. */
record PostgresOrigin(String dsn, List<String> tables, String slot, SnapshotMode mode)
        implements Origin {
    @Override
    public String input() {
        return "postgres_cdc";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.INITIAL_SNAPSHOT,
                Capability.SCHEMA_HISTORY,
                Capability.LAG_BYTES,
                Capability.RETENTION,
                Capability.RELEASE);
    }

    @Override
    public Map<String, Object> fields(Begin begin, Memory memory) {
        Map<String, Object> fields = basicFields();
        fields.put("tables", tables);
        fields.put("begin", begin.name().toLowerCase(Locale.ROOT));
        fields.put("expect_slot", memory.followingSince() != null);
        fields.put("snapshot_only", mode == SnapshotMode.INITIAL_ONLY);
        fields.put("control_messages", true);
        fields.put("pg_standby_timeout", "1s");
        fields.put("pg_wal_monitor_interval", "1s");
        return Map.of(input(), fields);
    }

    @Override
    public Map<String, Object> commonFields() {
        Map<String, Object> fields = basicFields();
        fields.put("schema", schema());
        fields.put(
                "tables",
                tables.stream().map(name -> name.substring(name.indexOf('.') + 1)).toList());
        return Map.of(input(), fields);
    }

    private Map<String, Object> basicFields() {
        Map<String, Object> fields = new HashMap<>(Template.READING);
        fields.put("dsn", Template.literal(dsn));
        fields.put("slot_name", slot);
        fields.put("stream_snapshot", mode != SnapshotMode.NEVER);
        return fields;
    }

    @Override
    public boolean isOfChanges() {
        return true;
    }

    @Override
    public String schema() {
        Set<String> schemas =
                tables.stream()
                        .filter(name -> name.contains("."))
                        .map(name -> name.substring(0, name.indexOf('.')))
                        .collect(Collectors.toSet());
        return schemas.size() == 1 ? schemas.iterator().next() : "public";
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
    public List<String> release() throws InterruptedException {
        Program own = Program.own();
        if (own == null) {
            throw new Failure(
                    Failure.Kind.UNSUPPORTED,
                    "only the plugin's own %s can drop replication slot %s, and it is not there"
                            .formatted(Program.OWN, slot));
        }
        ProcessBuilder command = new ProcessBuilder(own.file().toString(), "release");
        command.environment().put("BENTO_CDC_DSN", dsn);
        command.environment().put("BENTO_CDC_SLOT", slot);
        Program.Answer answer = Program.ask(command);
        if (answer.code() != 0) {
            String said = secrets().redact(answer.errors());
            throw new Failure(Failure.Kind.UNAVAILABLE, said);
        }
        return answer.output().lines().toList();
    }

    @Override
    public String toString() {
        return "replication slot " + slot;
    }
}
