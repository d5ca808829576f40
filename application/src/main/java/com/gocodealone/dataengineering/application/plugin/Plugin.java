package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Fields;
import com.gocodealone.dataengineering.domain.config.Key;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an engine can ask of the plugin. Every failure that leaves here begins with the type and the
 * name of the module, trigger or step that it concerns. Thread-safe.
 */
public final class Plugin implements AutoCloseable {
    private final Manifest manifest;
    private final Types types;
    private final Secrets secrets;
    private final List<AutoCloseable> companions;
    private final Handles<LivePart> parts = new Handles<>("module or trigger");
    private final Handles<LiveStep<?, ?>> steps = new Handles<>("step");

    public Plugin(
            Manifest manifest, List<PartType<?>> parts, List<Step<?, ?>> steps, Secrets secrets) {
        this(manifest, parts, steps, secrets, List.of());
    }

    /**
     * A plugin.
     *
     * @param companions closed with the plugin, last
     */
    public Plugin(
            Manifest manifest,
            List<PartType<?>> parts,
            List<Step<?, ?>> steps,
            Secrets secrets,
            List<AutoCloseable> companions) {
        this.manifest = manifest;
        this.types = new Types(parts, steps);
        this.secrets = secrets;
        this.companions = List.copyOf(companions);
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The types of {@code kind}, in the order in which a user should read them. */
    public List<TypeInfo> types(TypeInfo.Kind kind) {
        return types.infos(kind);
    }

    /** What must never be printed. */
    public Secrets secrets() {
        return secrets;
    }

    /** Creates a module or a trigger and answers with its handle. */
    public String createPart(TypeInfo.Kind kind, String type, String name, Settings config) {
        return within(
                type, name, () -> parts.add(LivePart.create(types.part(kind, type), name, config)));
    }

    public void start(String handle) throws InterruptedException {
        parts.get(handle).start();
    }

    /** Checks only that the handle exists: creating a part has done the rest. */
    public void init(String handle) {
        parts.get(handle);
    }

    public void stop(String handle) {
        parts.get(handle).stop();
    }

    public void destroy(String handle) {
        parts.take(handle).destroy();
    }

    /**
     * Creates a step and answers with its handle.
     *
     * @param config with templates that are still to be resolved
     */
    public String createStep(String type, String name, Settings config) {
        return within(type, name, () -> steps.add(LiveStep.create(types.step(type), name, config)));
    }

    /** Whether running the step may wait for something. */
    public boolean mayBlock(String stepHandle) {
        return steps.get(stepHandle).mayBlock();
    }

    /** Runs a step and answers with its output, nulls included. */
    public Map<String, @Nullable Object> execute(String handle, StepCall call)
            throws InterruptedException {
        return steps.get(handle).execute(call);
    }

    /** Nothing happens when the step is gone already. */
    public void destroyStep(String handle) {
        steps.forget(handle);
    }

    /**
     * Stops whatever runs, triggers first; what cannot be stopped keeps nothing else from it.
     *
     * @throws RuntimeException the first thing that went wrong, with the others inside
     */
    @Override
    public void close() {
        List<RuntimeException> wrong = new ArrayList<>();
        Stream.of(TypeInfo.Kind.TRIGGER, TypeInfo.Kind.MODULE)
                .flatMap(kind -> parts.all().stream().filter(part -> part.is(kind)))
                .toList()
                .forEach(part -> attempt(part::stop, wrong));
        companions.forEach(companion -> attempt(companion, wrong));
        if (!wrong.isEmpty()) {
            RuntimeException first = wrong.removeFirst();
            wrong.forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void attempt(AutoCloseable end, List<RuntimeException> wrong) {
        try {
            end.close();
        } catch (RuntimeException failure) {
            wrong.add(failure);
        } catch (Exception failure) {
            wrong.add(new IllegalStateException(failure));
        }
    }

    private static String within(String type, String name, Creation creation) {
        try {
            return creation.run();
        } catch (Failure failure) {
            throw failure.in(type, name);
        }
    }

    private interface Creation {
        String run();
    }

    /** A step as one pipeline uses it. */
    private record LiveStep<I extends Record, O extends Record>(
            Step<I, O> step, String name, List<Key> keys) {
        static <I extends Record, O extends Record> LiveStep<I, O> create(
                Step<I, O> step, String name, Settings config) {
            List<Key> keys = Key.of(step.input());
            config.without(StepCall.companions(keys)).check(step.input());
            return new LiveStep<>(step, name, keys);
        }

        boolean mayBlock() {
            return step.mayBlock();
        }

        Map<String, @Nullable Object> execute(StepCall call) throws InterruptedException {
            try {
                Settings config = step.complete(call.resolve(keys), call::find);
                return Fields.of(step.execute(config.as(step.input())));
            } catch (Failure failure) {
                throw failure.in(step.type(), name);
            }
        }
    }
}
