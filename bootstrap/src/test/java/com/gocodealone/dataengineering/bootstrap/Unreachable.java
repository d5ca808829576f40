package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.domain.Failure;

import java.util.concurrent.CompletableFuture;

/** For tests in which no workflow may be started. */
final class Unreachable {
    static final Engine ENGINE =
            (workflow, action, data) ->
                    CompletableFuture.failedFuture(
                            new Failure(Failure.Kind.UNAVAILABLE, "no engine in this test"));

    private Unreachable() {}
}
