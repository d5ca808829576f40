package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.Nullable;

/**
 * A step in the life of a row.
 *
 * @param op INSERT, UPDATE or DELETE
 * @param rev of the row from then on; null for DELETE
 */
record Step(String op, @Nullable String rev) {
    @Override
    public String toString() {
        return rev == null ? op : op + " to rev " + rev;
    }
}
