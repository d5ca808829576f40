package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.grpc.PluginJson;
import com.gocodealone.dataengineering.application.cdc.delivery.BatchData;
import com.gocodealone.dataengineering.application.cdc.delivery.EventData;
import com.gocodealone.dataengineering.application.plugin.Plugin;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What users read comes from the code. When one of these fails, run the tests of this module with
 * {@code -Dgenerate=true}, look at the difference, and commit it.
 */
class GeneratedFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of(
                    "domain",
                    "application",
                    "adapters/cdc-bento",
                    "adapters/cdc-debezium",
                    "adapters/cdc-dms",
                    "adapters/state",
                    "adapters/tenancy");
    private static final boolean GENERATE = Boolean.getBoolean("generate");

    private final Plugin plugin = Unreachable.plugin();

    @Test
    void plugin_json_says_what_the_code_says() throws IOException {
        check(ROOT.resolve("plugin.json"), PluginJson.of(plugin));
    }

    @Test
    void the_reference_says_what_the_code_says() throws IOException {
        Path reference = ROOT.resolve("application/REFERENCE.md");
        String text = Files.readString(reference);
        text = between(text, "types", Reference.types(plugin));
        text = between(text, "event", Reference.data(EventData.class));
        text = between(text, "batch", Reference.data(BatchData.class));
        check(reference, between(text, "states", Reference.states()));
    }

    @Test
    void the_list_of_errors_has_every_sentence_of_the_code() throws IOException {
        Path errors = ROOT.resolve("application/ERRORS.md");
        String sentences = Sentences.of(MODULES.stream().map(ROOT::resolve).toList());
        check(errors, between(Files.readString(errors), "errors", sentences));
    }

    private static void check(Path file, String expected) throws IOException {
        if (GENERATE) {
            Files.writeString(file, expected);
        }
        assertThat(file).content().isEqualTo(expected);
    }

    private static String between(String text, String name, String content) {
        String begin = "<!-- generated: %s -->\n".formatted(name);
        String end = "<!-- end of %s -->".formatted(name);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        assertThat(text).contains(begin, end);
        return text.substring(0, from) + content + text.substring(to);
    }
}
