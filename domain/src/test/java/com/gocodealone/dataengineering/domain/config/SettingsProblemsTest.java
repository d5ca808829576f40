package com.gocodealone.dataengineering.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class SettingsProblemsTest {
    enum Level {
        LOW,
        HIGH
    }

    record Auth(String user, @Sensitive String password) {}

    record Limits(@Default("10") int rows, @Default("30s") Duration pause) {
        Limits {
            if (rows < 0) {
                throw new Failure(Failure.Kind.INVALID, "rows: %d is negative".formatted(rows));
            }
        }
    }

    record Config(
            @Alias({"table", "tbl"}) String tableName,
            @Default("5") int retries,
            @Default("low") Level level,
            @Sensitive @Nullable Integer pin,
            @Nullable Auth auth,
            Limits limits,
            List<Level> levels,
            Settings options) {}

    private static final Map<String, Object> ENOUGH = Map.of("table_name", "t");

    private static Config bind(Map<String, Object> values) {
        return settings(values).as(Config.class);
    }

    private static Settings settings(Map<String, Object> values) {
        return new Settings(values, new FakeJson());
    }

    private static String messageOf(Map<String, Object> values) {
        try {
            bind(values);
            return "";
        } catch (Failure failure) {
            return failure.fact();
        }
    }

    private static Map<String, Object> with(String key, Object value) {
        return Map.of("table_name", "t", key, value);
    }

    @Test
    void what_is_not_set_has_its_default_is_null_or_is_empty() {
        Config config = bind(ENOUGH);
        assertThat(config.retries()).isEqualTo(5);
        assertThat(config.level()).isEqualTo(Level.LOW);
        assertThat(config.pin()).isNull();
        assertThat(config.auth()).isNull();
        assertThat(config.levels()).isEmpty();
        assertThat(config.options().values()).isEmpty();
    }

    @Test
    void what_a_record_refuses_is_told_together_with_what_cannot_be_read_elsewhere() {
        Map<String, Object> values =
                Map.of(
                        "table_name", "t",
                        "retries", "many",
                        "limits", Map.of("rows", -1),
                        "colour", "red");
        assertThat(messageOf(values))
                .contains("retries: \"many\" is not a whole number")
                .contains("limits: rows: -1 is negative")
                .contains("colour is not a known key");
    }

    @Test
    void a_record_that_is_not_set_is_made_of_the_defaults_of_its_keys() {
        assertThat(bind(ENOUGH).limits()).isEqualTo(new Limits(10, Duration.ofSeconds(30)));
    }

    @Test
    void empty_text_means_the_default() {
        assertThat(bind(with("retries", "")).retries()).isEqualTo(5);
        assertThat(bind(with("level", " ")).level()).isEqualTo(Level.LOW);
    }

    @Test
    void an_alias_is_as_good_as_the_name_which_wins() {
        assertThat(bind(Map.of("table", "a")).tableName()).isEqualTo("a");
        assertThat(bind(Map.of("tbl", "b")).tableName()).isEqualTo("b");
        assertThat(bind(Map.of("table", "a", "table_name", "t")).tableName()).isEqualTo("t");
    }

    @Test
    void a_record_in_a_record_is_read_from_a_map_or_from_json() {
        Auth auth = new Auth("u", "p");
        assertThat(bind(with("auth", Map.of("user", "u", "password", "p"))).auth()).isEqualTo(auth);
        assertThat(bind(with("limits", Map.of("rows", "7"))).limits().rows()).isEqualTo(7);
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest_known_one() {
        assertThat(messageOf(with("retires", 1)))
                .isEqualTo("retires is not a known key (did you mean retries?)");
        assertThat(messageOf(with("limits", Map.of("row", 1))))
                .isEqualTo("limits.row is not a known key (did you mean rows?)");
    }

    @Test
    void an_unknown_key_near_to_nothing_is_refused_with_all_that_are_known() {
        assertThat(messageOf(with("warehouse", "w")))
                .isEqualTo(
                        "warehouse is not a known key (known keys: table_name, retries, level, pin,"
                                + " auth, limits, levels, options)");
    }

    @Test
    void keys_that_begin_with_an_underscore_belong_to_the_engine() {
        assertThatCode(() -> bind(with("_config_dir", "/x"))).doesNotThrowAnyException();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Map<String, Object> wrong =
                Map.of(
                        "retries",
                        "often",
                        "level",
                        "middle",
                        "auth",
                        Map.of("user", "u"),
                        "limits",
                        Map.of("pause", "30"),
                        "levels",
                        List.of("low", "none"),
                        "colour",
                        "red");
        assertThat(messageOf(wrong))
                .isEqualTo(
                        String.join(
                                "; ",
                                "table_name is required",
                                "retries: \"often\" is not a whole number",
                                "level: \"middle\" is not one of low, high",
                                "auth.password is required",
                                "limits.pause: \"30\" is not a duration such as 30s",
                                "levels: \"[low, none]\" is not a list of low, high (a template"
                                        + " gives one with json())",
                                "colour is not a known key (known keys: table_name, retries, level,"
                                        + " pin, auth, limits, levels, options)"));
    }

    @Test
    void what_a_nested_record_refuses_is_one_of_the_problems() {
        Map<String, Object> values =
                Map.of("limits", Map.of("rows", -1), "levels", "none", "tbl", 1);
        assertThat(messageOf(values))
                .startsWith("limits: rows: -1 is negative; levels: \"none\" is not a list of");
    }

    @Test
    void a_sensitive_value_is_never_shown() {
        assertThat(messageOf(with("pin", "s3cret")))
                .isEqualTo("pin: the given value is not a whole number");
    }

    @Test
    void a_value_that_may_hold_a_secret_is_never_shown() {
        assertThat(messageOf(with("auth", "{\"password\":\"s3cret\"")))
                .isEqualTo("auth: the given value is not a map (a template gives one with json())");
        assertThat(messageOf(with("auth", Map.of("user", "u", "password", List.of("s3cret")))))
                .isEqualTo("auth.password: the given value is not text");
        assertThat(messageOf(with("options", "password=s3cret"))).doesNotContain("s3cret");
    }

    @Test
    void settings_print_their_keys_only() {
        assertThat(settings(with("pin", "s3cret")).toString())
                .contains("pin")
                .doesNotContain("s3cret");
    }

    @Test
    void before_templates_are_resolved_everything_else_is_checked() {
        Settings early =
                settings(
                        Map.of(
                                "table",
                                "${ body.table }",
                                "retries",
                                "{{ .n }}",
                                "level",
                                "middle",
                                "levels",
                                List.of("${ body.level }", "high"),
                                "auth",
                                Map.of("user", "${ u }", "pasword", "x"),
                                "limits",
                                Map.of("rows", "few")));
        assertThatThrownBy(() -> early.check(Config.class))
                .hasMessage(
                        String.join(
                                "; ",
                                "level: \"middle\" is not one of low, high",
                                "auth.password is required",
                                "auth.pasword is not a known key (did you mean password?)",
                                "limits.rows: \"few\" is not a whole number"));
    }

    @Test
    void a_check_passes_when_all_that_is_open_are_templates() {
        Settings early =
                settings(
                        Map.of(
                                "table_name", "orders",
                                "retries", "${ body.n }",
                                "limits", "${ json(body.limits) }",
                                "options", Map.of("a", "${ body.a }")));
        assertThatCode(() -> early.check(Config.class)).doesNotThrowAnyException();
        assertThatThrownBy(() -> early.as(Config.class)).isInstanceOf(Failure.class);
    }

    @Test
    void settings_are_changed_into_others() {
        Settings settings = settings(ENOUGH);
        assertThat(settings.with("retries", 1).as(Config.class).retries()).isEqualTo(1);
        assertThat(settings.with("a", 1).without(List.of("a", "b")).values()).isEqualTo(ENOUGH);
        assertThat(settings.values()).isEqualTo(ENOUGH);
    }

    @Test
    void text_that_would_take_all_the_memory_or_time_is_a_wrong_value() {
        assertThat(messageOf(with("limits", Map.of("pause", "999999999d"))))
                .endsWith("is not a duration such as 30s");
        assertThat(bind(with("limits", Map.of("pause", "1s".repeat(100_000)))).limits().pause())
                .isEqualTo(Duration.ofSeconds(100_000));
        for (String number : List.of("9".repeat(100_000), "1e999999999", "1e-999999999")) {
            assertThat(messageOf(with("retries", number))).endsWith("is not a whole number");
        }
        assertThat(messageOf(with("x".repeat(100_000), 1))).contains("known keys: ");
    }
}
