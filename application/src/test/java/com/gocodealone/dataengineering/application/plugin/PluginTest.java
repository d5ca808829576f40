package com.gocodealone.dataengineering.application.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.RecordingType.Config;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class PluginTest {
    private static final TypeInfo.Kind MODULE = TypeInfo.Kind.MODULE;
    private static final TypeInfo.Kind TRIGGER = TypeInfo.Kind.TRIGGER;

    record Input(String name, List<String> tables) {}

    record Output(String greeting, @Nullable String nothing) {}

    private static final class Greet implements Step<Input, Output> {
        @Override
        public String type() {
            return "step.greet";
        }

        @Override
        public String doc() {
            return "Greets.";
        }

        @Override
        public Class<Input> input() {
            return Input.class;
        }

        @Override
        public Class<Output> output() {
            return Output.class;
        }

        @Override
        public Output execute(Input input) {
            if (input.name().equals("nobody")) {
                throw new Failure(Failure.Kind.NOT_FOUND, "nobody is there");
            }
            return new Output("hello " + input.name() + input.tables(), null);
        }

        @Override
        public boolean mayBlock() {
            return false;
        }
    }

    private final List<String> events = new ArrayList<>();
    private final Plugin plugin =
            new Plugin(
                    new Manifest("n", "1.0.0", "a", "d"),
                    List.of(
                            new RecordingType(MODULE, "cdc.source", events),
                            new RecordingType(TRIGGER, "trigger.cdc", events)),
                    List.of(new Greet()),
                    new Secrets());

    private String create(TypeInfo.Kind kind, String name, Object fails) {
        String type = kind == MODULE ? "cdc.source" : "trigger.cdc";
        return plugin.createPart(kind, type, name, Settings.of(Map.of("fails", fails)));
    }

    private static StepCall call(Map<String, Object> config) {
        return new StepCall(Settings.of(config), Map.of("rows", List.of("r")), Map.of(), Map.of());
    }

    private static void assertUnknown(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.NOT_FOUND))
                .hasMessageContaining("it was never created, or is destroyed already");
    }

    @Test
    void a_module_lives_from_its_creation_to_its_destruction() throws Exception {
        String handle = create(MODULE, "m", "");
        plugin.init(handle);
        plugin.start(handle);
        plugin.stop(handle);
        plugin.destroy(handle);
        assertThat(events).containsExactly("create m", "start m", "stop m", "destroy m");
    }

    @Test
    void every_handle_is_another() {
        assertThat(create(MODULE, "m", "")).isNotEqualTo(create(MODULE, "m", ""));
    }

    @Test
    void an_unknown_handle_is_said_to_be_unknown() {
        for (String handle : List.of("", "module-7")) {
            assertUnknown(() -> plugin.init(handle));
            assertUnknown(() -> plugin.start(handle));
            assertUnknown(() -> plugin.stop(handle));
            assertUnknown(() -> plugin.destroy(handle));
            assertUnknown(() -> plugin.execute(handle, call(Map.of())));
            assertUnknown(() -> plugin.mayBlock(handle));
        }
    }

    @Test
    void a_destroyed_module_is_gone_and_is_not_destroyed_again() {
        String handle = create(MODULE, "m", "");
        plugin.destroy(handle);
        assertUnknown(() -> plugin.destroy(handle));
        assertUnknown(() -> plugin.start(handle));
        assertThat(events).containsExactly("create m", "destroy m");
        plugin.close();
        assertThat(events).doesNotContain("stop m");
    }

    @Test
    void a_second_start_reaches_the_module_which_has_to_bear_it() throws Exception {
        String handle = create(MODULE, "m", "");
        plugin.start(handle);
        plugin.start(handle);
        assertThat(events).containsExactly("create m", "start m", "start m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "start", "stop", "destroy"})
    void an_error_begins_with_type_and_name_and_only_once(String fails) {
        assertThatThrownBy(
                        () -> {
                            String handle = create(MODULE, "m", fails);
                            plugin.start(handle);
                            plugin.stop(handle);
                            plugin.destroy(handle);
                        })
                .isInstanceOf(Failure.class)
                .hasMessage("cdc.source \"m\": %s does not work".formatted(fails));
    }

    @Test
    void a_wrong_configuration_begins_with_type_and_name_too() {
        Settings settings = Settings.of(Map.of("fals", "x"));
        assertThatThrownBy(() -> plugin.createPart(TRIGGER, "trigger.cdc", "pipeline:p", settings))
                .hasMessage(
                        "trigger.cdc \"pipeline:p\": fals is not a known key (did you mean"
                                + " fails?)");
        assertThatThrownBy(() -> plugin.createStep("step.greet", "s", settings))
                .hasMessage(
                        "step.greet \"s\": name is required; fals is not a known key (known keys:"
                                + " name, tables)");
        assertThat(events).isEmpty();
    }

    @Test
    void an_unknown_type_is_said_with_the_nearest() {
        Settings none = Settings.of(Map.of());
        assertThatThrownBy(() -> plugin.createPart(MODULE, "cdc.sorce", "m", none))
                .hasMessage(
                        "cdc.sorce \"m\": this plugin has no such type (did you mean cdc.source?)");
        assertThatThrownBy(() -> plugin.createPart(MODULE, "trigger.cdc", "m", none))
                .hasMessageContaining("this plugin has no such type");
        assertThatThrownBy(() -> plugin.createStep("step.ts_write", "s", none))
                .hasMessageContaining("(known: [step.greet])");
    }

    @Test
    void closing_stops_the_triggers_first_and_then_the_modules() {
        create(MODULE, "m1", "");
        create(TRIGGER, "t1", "");
        create(MODULE, "m2", "");
        create(TRIGGER, "t2", "");
        events.clear();
        plugin.close();
        assertThat(events.subList(0, 2)).containsExactlyInAnyOrder("stop t1", "stop t2");
        assertThat(events.subList(2, 4)).containsExactlyInAnyOrder("stop m1", "stop m2");
    }

    @Test
    void closing_goes_on_when_one_cannot_be_stopped_and_says_so_in_the_end() {
        create(TRIGGER, "t1", "stop");
        create(TRIGGER, "t2", "stop");
        create(MODULE, "m1", "crash");
        create(MODULE, "m2", "");
        events.clear();
        assertThatThrownBy(plugin::close)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("stop does not work")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
        assertThat(events).containsExactlyInAnyOrder("stop t1", "stop t2", "stop m1", "stop m2");
    }

    @Test
    void a_step_answers_with_its_output_nulls_included() throws Exception {
        String handle = plugin.createStep("step.greet", "s", Settings.of(Map.of("name", "${ n }")));
        Map<String, @Nullable Object> output = plugin.execute(handle, call(Map.of("name", "you")));
        assertThat(output).containsEntry("greeting", "hello you[]").containsEntry("nothing", null);
        assertThat(plugin.mayBlock(handle)).isFalse();
    }

    @Test
    void a_step_knows_its_companions_at_its_creation_and_at_its_run() throws Exception {
        Map<String, Object> config = Map.of("name", "you", "tables_from", "rows");
        String handle = plugin.createStep("step.greet", "s", Settings.of(config));
        assertThat(plugin.execute(handle, call(config))).containsEntry("greeting", "hello you[r]");
    }

    @Test
    void a_step_that_fails_says_its_type_and_name_once() {
        String handle = plugin.createStep("step.greet", "s", Settings.of(Map.of("name", "x")));
        assertThatThrownBy(() -> plugin.execute(handle, call(Map.of("name", "nobody"))))
                .hasMessage("step.greet \"s\": nobody is there");
        assertThatThrownBy(() -> plugin.execute(handle, call(Map.of("tables_from", "none"))))
                .hasMessage("step.greet \"s\": tables_from: the pipeline has nothing at \"none\"");
    }

    @Test
    void a_step_may_be_destroyed_twice() {
        String handle = plugin.createStep("step.greet", "s", Settings.of(Map.of("name", "x")));
        plugin.destroyStep(handle);
        assertThatCode(() -> plugin.destroyStep(handle)).doesNotThrowAnyException();
        assertUnknown(() -> plugin.execute(handle, call(Map.of("name", "x"))));
    }

    @Test
    void the_types_are_described_by_kind() {
        assertThat(plugin.types(MODULE)).extracting(TypeInfo::type).containsExactly("cdc.source");
        assertThat(plugin.types(TRIGGER)).extracting(TypeInfo::type).containsExactly("trigger.cdc");
        TypeInfo greet = plugin.types(TypeInfo.Kind.STEP).getFirst();
        assertThat(greet.config()).extracting("name").containsExactly("name", "tables");
        assertThat(greet.output()).extracting("name").containsExactly("greeting", "nothing");
        assertThat(plugin.manifest().version()).isEqualTo("1.0.0");
        assertThat(Config.class).isRecord();
    }
}
