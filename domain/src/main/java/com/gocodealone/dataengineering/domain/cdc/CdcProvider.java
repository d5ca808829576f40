package com.gocodealone.dataengineering.domain.cdc;

import com.gocodealone.dataengineering.domain.Failure;

import java.util.List;
import java.util.Set;

/**
 * A way of reading a database's changes. Implementations are found with {@link
 * java.util.ServiceLoader} in a jar, or a folder of jars, under {@code providers/}. The constructor
 * does nothing; an instance is stateless and thread-safe.
 */
public interface CdcProvider {
    /** The word users write after {@code provider:}. */
    String name();

    /** What its streams can do; the contract tests hold it to this. */
    Set<Capability> capabilities();

    /** What its streams of {@code source} can do, where that depends on the kind of source. */
    default Set<Capability> capabilities(SourceSpec source) {
        return capabilities();
    }

    /**
     * Checks what can be checked without reaching the source.
     *
     * @throws Failure INVALID that says everything that is wrong with {@code source}
     */
    void validate(SourceSpec source);

    /**
     * Opens a stream that goes on after the last acknowledged change of {@code source}, or begins
     * with a snapshot when there is none.
     *
     * @throws Failure INVALID when the source or its rights are not as they must be, UNAVAILABLE
     *     when it cannot be reached now, CONFLICT when somebody else reads in its name, GAP when
     *     changes since the last acknowledged one are lost
     */
    ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException;

    /**
     * Gives up what the source keeps for {@code source}, such as a replication slot, and forgets
     * what was acknowledged. No stream of it is open. Nothing happens when nothing is kept.
     *
     * @return what was given up, in words for a person
     * @throws Failure UNSUPPORTED without {@link Capability#RELEASE}, UNAVAILABLE when the source
     *     cannot be reached now
     */
    default List<String> release(SourceSpec source, StreamContext context)
            throws InterruptedException {
        throw new Failure(Failure.Kind.UNSUPPORTED, "this provider keeps nothing to give up");
    }

    /**
     * Looks at everything that {@link #open} needs, and changes nothing. What is wrong is a
     * finding, not an exception; without {@link Capability#DIAGNOSIS} there is none.
     */
    default List<Finding> diagnose(SourceSpec source, StreamContext context)
            throws InterruptedException {
        return List.of();
    }
}
