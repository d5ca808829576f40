package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A source that the rules read and write, and that can be cut off. One serves all rules of a class;
 * they use it from one thread at a time.
 */
public interface SourceFixture extends AutoCloseable {
    /**
     * Makes an empty table. It has the key {@code id}, a whole number of 64 bits, the column {@code
     * note}, a text of any length that may be null, and such columns as {@link #commitSample}
     * fills, which may be null too.
     *
     * @param name of lower-case letters, digits and underscores
     * @return what changes of the table are called
     */
    TableId create(String name) throws Exception;

    /** Does all {@code changes} to {@code table}, in their order, as one transaction. */
    void commit(TableId table, List<RowChange> changes) throws Exception;

    /**
     * Inserts a row with the key {@code id} that has a value in every column, chosen to show what
     * is easily spoilt: numbers beyond 2^53, decimals with trailing zeros, fractions of a second.
     *
     * @return the values that must arrive, by column, in the form that the provider documents
     */
    Map<String, @Nullable Object> commitSample(TableId table, long id) throws Exception;

    /** What the source sends of a row as it was before. */
    BeforeImage before();

    /**
     * A source that follows {@code table} alone, from the next change on when nothing was
     * acknowledged yet. Asked again, it is the same source.
     */
    SourceSpec source(String id, TableId table);

    /** Options with values that the provider must refuse, each on its own. */
    Map<String, Object> wrongOptions();

    /** What nobody may be told, such as the password; any word where there is no secret. */
    String secret();

    /** How many connections to the source are open now, for whatever is not the fixture itself. */
    int connections() throws Exception;

    /** From now on the source cannot be reached, until {@link #heal}; what was connected is cut. */
    void cut() throws Exception;

    /** The source can be reached again. */
    void heal() throws Exception;

    @Override
    void close();
}
