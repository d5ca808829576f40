package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A step in the life of a row.
 *
 * @param op INSERT, UPDATE or DELETE
 * @param rev of the row from then on; null for DELETE
 */
record Step(String op, @Nullable String rev) {
    /** Whether the row is at {@code rev} afterwards. */
    boolean leaves(@Nullable String rev) {
        return Objects.equals(this.rev, rev);
    }

    @Override
    public String toString() {
        return rev == null ? op : op + " to rev " + rev;
    }
}
