package com.gocodealone.dataengineering.adapters.grpc.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class LogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger log = loggers(null).getLogger("com.example.StreamRunner");

    private HclogLoggers loggers(@Nullable String levels) {
        return new HclogLoggers(
                LogLevels.parse(levels), new LogWriter(out, text -> text.replace("secret", "***")));
    }

    @AfterEach
    void forgetTheContext() {
        MDC.clear();
    }

    @Test
    void slf4j_finds_it() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(HclogLoggers.class);
    }

    @Test
    void a_line_is_json_with_level_message_module_and_time() throws Exception {
        log.warn("{} of {} lag", 2, 3);
        var line = line();
        assertThat(line)
                .containsEntry("@level", "warn")
                .containsEntry("@message", "2 of 3 lag")
                .containsEntry("@module", "data-engineering.StreamRunner");
        assertThat(String.valueOf(line.get("@timestamp")))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(line).hasSize(4);
    }

    @Test
    void a_time_has_all_its_zeros() {
        StringBuilder text = new StringBuilder();
        LogWriter.appendTime(text, Instant.parse("2026-01-02T03:04:05.000007Z"));
        assertThat(text.toString()).isEqualTo("2026-01-02T03:04:05.000007Z");
    }

    @Test
    void what_json_would_stumble_over_arrives_as_it_was() throws Exception {
        String nasty =
                "quote \" backslash \\ line\nreturn\r tab\t bell\u0007 del\u007f ümlaut 😀 \u2028";
        log.info(nasty);
        assertThat(out.toString(StandardCharsets.US_ASCII).lines()).hasSize(1);
        assertThat(line()).containsEntry("@message", nasty);
    }

    @Test
    void pairs_and_context_are_fields() throws Exception {
        MDC.put("source", "orders");
        MDC.put("step", "from context");
        log.atInfo()
                .addKeyValue("count", 5)
                .addKeyValue("total", 9007199254740993L)
                .addKeyValue("done", true)
                .addKeyValue("nothing", (Object) null)
                .addKeyValue("ratio", 0.5)
                .addKeyValue("step", "from pair")
                .log("read {}", "rows");
        assertThat(line())
                .containsEntry("@message", "read rows")
                .containsEntry("source", "orders")
                .containsEntry("count", 5)
                .containsEntry("total", 9007199254740993L)
                .containsEntry("done", true)
                .containsEntry("nothing", null)
                .containsEntry("ratio", "0.5")
                .containsEntry("step", "from pair");
    }

    @Test
    void a_throwable_is_one_field_with_its_causes() throws Exception {
        log.error("it {}", "broke", new IllegalStateException("outer", new IOException("inner")));
        assertThat(line()).containsEntry("@message", "it broke");
        assertThat(out.toString(StandardCharsets.US_ASCII).lines()).hasSize(1);
        assertThat(String.valueOf(line().get("error")))
                .startsWith("java.lang.IllegalStateException: outer at " + getClass().getName())
                .contains("; caused by java.io.IOException: inner at ");
    }

    @Test
    void a_cause_that_is_its_own_cause_ends() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(StackText.of(one)).containsOnlyOnce("Exception: two");
    }

    @Test
    void a_field_does_not_take_the_place_of_what_every_line_has() throws Exception {
        log.atError()
                .addKeyValue("@level", "info")
                .addKeyValue("error", "mine")
                .setCause(new IOException("theirs"))
                .log("text");
        assertThat(line())
                .containsEntry("@level", "error")
                .containsEntry("field_@level", "info")
                .containsEntry("field_error", "mine");
    }

    @Test
    void secrets_are_hidden_in_message_fields_and_error() {
        MDC.put("who", "secret");
        log.atError()
                .addKeyValue("dsn", List.of("x:secret@y"))
                .setCause(new IOException("secret"))
                .log("the {}", "secret");
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .doesNotContain("secret")
                .contains("the ***", "x:***@y", "IOException: ***", "\"who\":\"***\"");
    }

    @Test
    void no_line_is_longer_than_the_engine_reads() throws Exception {
        String endless = "ü\n".repeat(100_000);
        var event = log.atError().setCause(new IOException(endless));
        for (int i = 0; i < 1000; i++) {
            event = event.addKeyValue("key" + i, endless);
        }
        event.log(endless);
        assertThat(out.size()).isBetween(32 * 1024, 64 * 1024);
        assertThat(line()).containsKey("error");
        assertThat(String.valueOf(line().get("@message"))).endsWith("... (cut)");
    }

    @Test
    void nothing_below_info_is_written_unless_wanted() {
        log.debug("no");
        log.atDebug().log("no");
        assertThat(log.isDebugEnabled()).isFalse();
        assertThat(out.size()).isZero();
        loggers("debug").getLogger("x.Y").debug("yes");
        assertThat(out.toString(StandardCharsets.US_ASCII)).contains("\"@level\":\"debug\"", "yes");
    }

    @Test
    void noisy_libraries_are_quiet_unless_wanted() {
        var usual = loggers(null);
        assertThat(usual.getLogger("io.debezium.connector.X").isInfoEnabled()).isFalse();
        assertThat(usual.getLogger("io.debezium.connector.X").isWarnEnabled()).isTrue();
        assertThat(usual.getLogger("org.apache.kafka.Y").isInfoEnabled()).isFalse();
        assertThat(usual.getLogger("io.debeziumish").isInfoEnabled()).isTrue();
        var wanted = loggers("warn, io.debezium=debug,io.debezium.connector=off");
        assertThat(wanted.getLogger("io.debezium.Z").isDebugEnabled()).isTrue();
        assertThat(wanted.getLogger("io.debezium.connector.X").isErrorEnabled()).isFalse();
        assertThat(wanted.getLogger("com.example.A").isInfoEnabled()).isFalse();
        assertThat(wanted.getLogger("com.example.A").isWarnEnabled()).isTrue();
    }

    @Test
    void no_library_is_louder_than_the_rest_unless_wanted() {
        var errors = loggers("error,io.grpc=warn");
        assertThat(errors.getLogger("io.debezium.X").isWarnEnabled()).isFalse();
        assertThat(errors.getLogger("io.debezium.X").isErrorEnabled()).isTrue();
        assertThat(errors.getLogger("io.grpc.X").isWarnEnabled()).isTrue();
        assertThat(loggers("off").getLogger("io.netty.X").isErrorEnabled()).isFalse();
    }

    @Test
    void an_engine_gets_all_that_is_worth_knowing_and_a_person_nothing_unless_wanted() {
        String engine = "WORKFLOW_PLUGIN";
        assertThat(threshold(Map.of())).isGreaterThan(Level.ERROR.toInt());
        assertThat(threshold(Map.of(engine, "yes"))).isEqualTo(Level.INFO.toInt());
        assertThat(threshold(Map.of(HclogProvider.LEVELS, "debug"))).isEqualTo(Level.DEBUG.toInt());
    }

    private static int threshold(Map<String, String> environment) {
        return HclogProvider.levels(environment).threshold("com.example.A");
    }

    @Test
    void a_level_that_nobody_knows_is_said_and_the_default_stays() throws Exception {
        var loggers = loggers("loud,io.debezium=info");
        assertThat(loggers.getLogger("com.example.A").isInfoEnabled()).isTrue();
        assertThat(loggers.getLogger("io.debezium.A").isInfoEnabled()).isTrue();
        assertThat(line())
                .containsEntry("@level", "warn")
                .containsEntry("@module", "data-engineering.DATA_ENGINEERING_LOG");
        assertThat(String.valueOf(line().get("@message"))).contains("\"loud\"", "trace, debug");
    }

    private Map<String, @Nullable Object> line() throws IOException {
        List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(lines.getFirst())) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                assertThat(fields).doesNotContainKey(name);
                fields.put(name, value(parser, parser.nextToken()));
            }
            assertThat(parser.nextToken()).isNull();
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new AssertionError(token);
        };
    }
}
