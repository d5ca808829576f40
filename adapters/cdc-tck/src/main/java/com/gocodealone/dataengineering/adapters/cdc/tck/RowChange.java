package com.gocodealone.dataengineering.adapters.cdc.tck;

import org.jspecify.annotations.Nullable;

/** What a rule does to one row of a table that {@link SourceFixture#create} made. */
public sealed interface RowChange {
    long id();

    record Insert(long id, @Nullable String note) implements RowChange {}

    record Update(long id, @Nullable String note) implements RowChange {}

    record Delete(long id) implements RowChange {}
}
