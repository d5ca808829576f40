package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.StreamContext.Begin;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a source reads, and with which of Bento's inputs. Immutable. */
sealed interface Origin permits PostgresOrigin, MySqlOrigin, AnyOrigin {
    /** The name of Bento's input. */
    String input();

    Set<Capability> capabilities();

    /** The fields of the input. */
    Map<String, Object> fields(Begin begin, Memory memory);

    /** The fields that an input of this name has in Redpanda Connect too. */
    Map<String, Object> commonFields();

    /** Whether messages are changes with metadata, and not just any content. */
    boolean isOfChanges();

    /** The schema of tables that come without one. */
    String schema();

    /** Whether nothing is to be read any more. */
    boolean isComplete(Memory memory);

    Secrets secrets();

    /** Gives up what the source keeps, and says what that was. */
    List<String> release() throws InterruptedException;
}
