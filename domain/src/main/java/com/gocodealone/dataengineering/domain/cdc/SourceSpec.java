package com.gocodealone.dataengineering.domain.cdc;

import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What a source is: the keys that {@code cdc.source} and {@code step.cdc_start} share. */
public record SourceSpec(
        @Doc("The name by which triggers and steps know this source") String sourceId,
        @Doc("What reads the changes: debezium, bento, dms, or the name of one you dropped in")
                String provider,
        @Doc("The kind of database") @Default("postgres") String sourceType,
        @Doc("Where the database is, for example postgres://user:secret@host:5432/shop") @Sensitive
                @Nullable String connection,
        @Doc("The tables to follow, such as public.orders or sales.*; none means all")
                List<String> tables,
        @Doc("Options of the provider") Settings options) {

    public SourceSpec {
        Problems problems = new Problems();
        if (connection != null && connection.contains("${")) {
            problems.add(
                    "connection still holds ${ }: the configuration of a module knows secrets such"
                        + " as ${env:NAME}, ${vault:path#field} and ${aws-sm:name}, and no other"
                        + " expression; is that secret set?");
        }
        if (sourceId.isBlank()) {
            problems.add("source_id is required");
        }
        problems.throwIfAny();
    }

    /** The chosen tables as patterns. */
    public List<TablePattern> patterns() {
        return tables.stream().map(TablePattern::new).toList();
    }

    /** Never prints the connection. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(sourceId, provider);
    }
}
