package com.gocodealone.dataengineering.domain.cdc;

import org.jspecify.annotations.Nullable;

/**
 * What a source keeps of its log until this stream has acknowledged it. What is not known is null.
 *
 * @param holder what keeps it, such as the name of a replication slot
 * @param bytes how much is kept
 * @param safeBytes how much more may be written before changes are lost; null also when there is no
 *     limit
 * @param status the source's own word for it, such as PostgreSQL's wal_status
 */
public record Retention(
        String holder, @Nullable Long bytes, @Nullable Long safeBytes, @Nullable String status) {}
