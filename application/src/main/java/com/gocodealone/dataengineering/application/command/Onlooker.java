package com.gocodealone.dataengineering.application.command;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.StepCall;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The plugin without an engine: what it offers, and the changes of a database as a workflow would
 * see them. Confined to a thread.
 */
public final class Onlooker {
    /** As which a source is followed. */
    public static final String SOURCE = "demo";

    private static final long LOOK_MILLIS = 200;

    private final Opening plugins;

    /** Makes plugins. */
    @FunctionalInterface
    public interface Opening {
        /** A plugin that serves {@code engine}, and keeps what it keeps in {@code state}. */
        Plugin open(Engine engine, Path state);
    }

    /** Who looks on. Called by several threads, one at a time each. */
    public interface View {
        /** The data of a workflow that would have been run. */
        void change(Map<String, @Nullable Object> event);

        /** What the source is doing now, and what is wrong with it. */
        void state(String state, @Nullable String error);
    }

    public Onlooker(Opening plugins) {
        this.plugins = plugins;
    }

    /** Everything that the plugin offers. */
    public List<TypeInfo> types() {
        Plugin plugin = plugins.open(new Window(_ -> {}), Path.of(""));
        return Arrays.stream(TypeInfo.Kind.values())
                .flatMap(kind -> plugin.types(kind).stream())
                .toList();
    }

    /**
     * Shows the changes of a source until the thread is interrupted. Nothing of it is left at the
     * end, in the database or here.
     *
     * @param source the keys of a {@code cdc.source}, which is called {@code demo}
     * @throws Failure when the source cannot be followed
     */
    public void follow(Map<String, ? extends @Nullable Object> source, View view) {
        try (PassingFolder folder = PassingFolder.make()) {
            follow(source, view, folder.path());
        }
    }

    private void follow(Map<String, ? extends @Nullable Object> keys, View view, Path state) {
        try (Plugin plugin = plugins.open(new Window(view::change), state)) {
            String source =
                    plugin.createPart(
                            TypeInfo.Kind.MODULE, "cdc.source", SOURCE, Settings.of(keys));
            String trigger =
                    plugin.createPart(
                            TypeInfo.Kind.TRIGGER, "trigger.cdc", SOURCE, ofTheSource(Map.of()));
            try {
                plugin.start(source);
                plugin.start(trigger);
                watch(plugin, view);
            } catch (InterruptedException theEnd) {
                leaveNothing(plugin);
            }
        }
    }

    private static void watch(Plugin plugin, View view) throws InterruptedException {
        String status = plugin.createStep("step.cdc_status", SOURCE, ofTheSource(Map.of()));
        String before = "";
        while (true) {
            Map<String, @Nullable Object> now = plugin.execute(status, call(Map.of()));
            String state = String.valueOf(now.get("state"));
            Object error = now.get("error");
            String seen = state + error;
            if (!seen.equals(before)) {
                view.state(state, error == null ? null : error.toString());
                before = seen;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** A database that keeps nothing for its readers has nothing to drop. */
    private static void leaveNothing(Plugin plugin) {
        try {
            Map<String, Object> drop = Map.of("drop_slot", true);
            plugin.execute(
                    plugin.createStep("step.cdc_stop", SOURCE, ofTheSource(drop)), call(drop));
        } catch (Failure failure) {
            if (failure.kind() != Failure.Kind.UNSUPPORTED) {
                throw failure;
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private static StepCall call(Map<String, Object> more) {
        return new StepCall(ofTheSource(more), Map.of(), Map.of(), Map.of());
    }

    private static Settings ofTheSource(Map<String, Object> more) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>(more);
        keys.put("source_id", SOURCE);
        return Settings.of(keys);
    }

    /** An engine whose workflows only look. */
    private record Window(Look look) implements Engine {
        private interface Look {
            void at(Map<String, @Nullable Object> data);
        }

        private record Seen(Map<String, @Nullable Object> data) implements Payload {
            @Override
            public int bytes() {
                return 0;
            }
        }

        @Override
        public Payload encode(Map<String, @Nullable Object> data) {
            return new Seen(data);
        }

        @Override
        public int mostBytes(String workflow, String action) {
            return Integer.MAX_VALUE;
        }

        @Override
        public CompletableFuture<Void> fire(String workflow, String action, Payload data) {
            if (data instanceof Seen(var event)) {
                look.at(event);
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
