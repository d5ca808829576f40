package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.Failure;

import java.util.List;

/**
 * A way of keeping tenants apart. Pure: it decides with values, and somebody else runs them.
 * Implementations are found with {@link java.util.ServiceLoader}, also in a jar, or a folder of
 * jars, under {@code providers/} that has the strategy's name. The constructor does nothing; an
 * instance is stateless and thread-safe.
 */
public interface TenancyStrategy {
    /** The word users write after {@code strategy:}. */
    String name();

    /** Other words that mean this strategy. */
    default List<String> aliases() {
        return List.of();
    }

    /**
     * Checks what can be checked without reaching a database.
     *
     * @throws Failure INVALID that says everything that is wrong with {@code spec}
     */
    default void validate(TenancySpec spec) {}

    /**
     * Where the rows of a tenant live; the same answer for the same tenant at all times.
     *
     * @throws Failure INVALID when there can be no such tenant
     */
    Placement place(TenancySpec spec, String tenantId);

    /** Makes the place, which is not there. */
    default List<Statement> provision(Placement place) {
        return place.create();
    }

    /** Puts the place away so that {@link #restore} can bring it back. */
    default List<Statement> archive(Placement place) {
        return place.archive();
    }

    /** Brings back what was archived. */
    default List<Statement> restore(Placement place) {
        return place.restore();
    }

    /**
     * Removes the place with all that is in it.
     *
     * @param place where the tenant is now, which is another name once it is archived
     */
    default List<Statement> delete(Placement place) {
        return place.drop();
    }
}
