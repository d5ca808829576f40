package com.gocodealone.dataengineering.bootstrap.host;

import com.google.protobuf.Struct;

/** The workflows that triggers start. Called from several threads at once. */
@FunctionalInterface
public interface Workflows {
    /**
     * Runs one workflow.
     *
     * @return what went wrong, or an empty text
     */
    String run(String workflow, String action, Struct data);
}
