package com.gocodealone.dataengineering.adapters.cdc.bento;

import org.junit.jupiter.api.Assumptions;

/** The bento-cdc that the build makes where Go is. */
final class OwnProgram {
    private OwnProgram() {}

    /** Skips what needs it where it is not. */
    static void required() {
        Assumptions.assumeTrue(
                Program.own() != null, "NOT TESTED: there is no bento-cdc, because there is no Go");
    }
}
