package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Manifest;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Alias;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A plugin of small types, each of which does one thing that a test wants to see. */
final class TestTypes {
    static final String SECRET = "hunter2hunter2";

    private TestTypes() {}

    /** Every kind of key. */
    enum Color {
        RED,
        DARK_BLUE
    }

    record Input(
            @Doc("Some text") @Alias("words") @Nullable String text,
            @Doc("A number") @Default("7") long number,
            @Doc("A fraction") @Nullable Double fraction,
            @Doc("A flag") @Default("false") boolean flag,
            @Doc("How long") @Default("5m") Duration pause,
            @Doc("A choice") @Default("red") Color color,
            @Doc("Things") List<String> items,
            @Doc("Pairs") Map<String, String> pairs) {}

    record Output(
            @Doc("The text again") @Nullable String text,
            @Doc("The number again") long number,
            @Doc("The fraction again") @Nullable Double fraction,
            @Doc("The flag again") boolean flag,
            @Doc("The pause in seconds") long pauseSeconds,
            @Doc("The choice again") Color color,
            @Doc("The things again") List<String> items,
            @Doc("The pairs again") Map<String, String> pairs,
            @Doc("The thread that ran the step") String thread) {}

    record Nothing() {}

    record ModuleConfig(
            @Doc("A word") String word, @Doc("A password") @Sensitive @Nullable String password) {}

    record TriggerConfig(@Doc("What to fire with") @Default("1") String value) {}

    /** A step made of a function. */
    record FakeStep<I extends Record, O extends Record>(
            String type, Class<I> input, Class<O> output, boolean mayBlock, Body<I, O> body)
            implements Step<I, O> {
        interface Body<I, O> {
            O run(I input) throws InterruptedException;
        }

        @Override
        public String doc() {
            return "Does what a test wants.";
        }

        @Override
        public O execute(I input) throws InterruptedException {
            return body.run(input);
        }
    }

    /** A module or trigger type made of a function. */
    record FakeType<C extends Record>(
            TypeInfo.Kind kind, String type, Class<C> config, Maker<C> maker)
            implements PartType<C> {
        interface Maker<C> {
            Part make(String name, C config);
        }

        @Override
        public String doc() {
            return "Is what a test wants.";
        }

        @Override
        public Part create(String name, C config) {
            return maker.make(name, config);
        }
    }

    /** A part made of two functions. */
    record FakePart(Runnable onStart, Runnable onStop) implements Part {
        @Override
        public void start() {
            onStart.run();
        }

        @Override
        public void stop() {
            onStop.run();
        }
    }

    static Output echo(Input input) {
        return new Output(
                input.text(),
                input.number(),
                input.fraction(),
                input.flag(),
                input.pause().toSeconds(),
                input.color(),
                input.items(),
                input.pairs(),
                Thread.currentThread().isVirtual() ? "virtual" : "platform");
    }

    static FakeStep<Nothing, Nothing> nothing(String type, FakeStep.Body<Nothing, Nothing> body) {
        return new FakeStep<>(type, Nothing.class, Nothing.class, true, body);
    }

    static FakeStep<Nothing, Nothing> brokenStep() {
        return nothing(
                "step.broken",
                input -> {
                    throw new IllegalStateException("password=" + SECRET);
                });
    }

    static Step<Input, Output> echoStep() {
        return new FakeStep<>("step.echo", Input.class, Output.class, false, TestTypes::echo);
    }

    static <I extends Record, O extends Record> Function<Engine, Plugin> withStep(Step<I, O> step) {
        return engine -> plugin(List.of(), List.of(step));
    }

    static Plugin plugin(List<PartType<?>> parts, List<Step<?, ?>> steps) {
        Secrets secrets = new Secrets();
        secrets.learn(SECRET);
        return new Plugin(
                new Manifest("workflow-plugin-data-engineering", "1.2.3", "GoCodeAlone", "A test."),
                parts,
                steps,
                secrets);
    }

    static FakeType<ModuleConfig> module(Runnable onStart, Runnable onStop) {
        return new FakeType<>(
                TypeInfo.Kind.MODULE,
                "test.module",
                ModuleConfig.class,
                (name, config) -> {
                    if (config.word().equals("refused")) {
                        throw new Failure(
                                Failure.Kind.INVALID, "the word is refused; token=" + SECRET);
                    }
                    return new FakePart(onStart, onStop);
                });
    }

    /** Fires its value when it is started, and waits for what becomes of it. */
    static FakeType<TriggerConfig> trigger(Engine engine) {
        return new FakeType<>(
                TypeInfo.Kind.TRIGGER,
                "trigger.test",
                TriggerConfig.class,
                (name, config) ->
                        new FakePart(
                                () ->
                                        engine.fire(name, "test.fired", Map.of("v", config.value()))
                                                .join(),
                                () -> {}));
    }
}
