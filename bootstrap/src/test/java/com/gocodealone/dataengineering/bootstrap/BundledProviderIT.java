package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/** The provider as it is laid out in the plugin's folder. */
class BundledProviderIT {
    private static final Path PROVIDERS =
            Path.of("target/plugins/workflow-plugin-data-engineering/providers");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/debezium/pipeline/source/spi/EventFormatter.class",
                "io/debezium/connector/base/ChangeEventQueue.class"
            })
    void the_classes_that_we_replace_come_before_debezium_s_own(String file) {
        ClassLoader loader =
                ProviderFolder.ofCdc(new ProviderPath(PROVIDERS, List.of(), false))
                        .named("debezium")
                        .getClass()
                        .getClassLoader();
        assertThat(loader.getResource(file)).asString().contains("data-engineering-cdc-debezium");
    }
}
