package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One change of one row (or, for a truncate, of one table).
 *
 * @param position where it stands; several changes may share one position
 * @param index its place among the changes of its position, from 0; the same at every delivery
 * @param key the key columns, null when the table has none
 * @param before the row before, as far as the source sends it
 * @param after the row after; null for a delete or a truncate
 * @param committedAt when its transaction was committed, or when the snapshot read it
 * @param transaction the id of its transaction; null in a snapshot, or when the source does not
 *     tell
 */
public record ChangeEvent(
        Position position,
        int index,
        Operation operation,
        TableId table,
        @Nullable Row key,
        @Nullable Row before,
        @Nullable Row after,
        Instant committedAt,
        @Nullable String transaction) {}
