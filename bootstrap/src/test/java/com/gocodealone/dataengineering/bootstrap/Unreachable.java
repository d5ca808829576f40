package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** For tests in which no workflow may be started. */
final class Unreachable {
    static final Engine ENGINE =
            new Engine() {
                @Override
                public Payload encode(Map<String, @Nullable Object> data) {
                    throw unreachable();
                }

                @Override
                public int mostBytes(String workflow, String action) {
                    throw unreachable();
                }

                @Override
                public CompletableFuture<Void> fire(String workflow, String action, Payload data) {
                    throw unreachable();
                }
            };

    private Unreachable() {}

    /** All that there is, and no providers beside it. */
    static Plugin plugin() {
        Path here = Path.of("").toAbsolutePath();
        return Composition.plugin(new Home(here, here, Map.of()), ENGINE);
    }

    private static Failure unreachable() {
        return new Failure(Failure.Kind.UNAVAILABLE, "no engine in this test");
    }
}
