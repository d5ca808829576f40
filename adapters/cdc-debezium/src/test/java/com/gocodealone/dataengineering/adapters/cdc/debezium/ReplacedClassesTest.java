package com.gocodealone.dataengineering.adapters.cdc.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.pipeline.source.spi.EventMetadataProvider;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Our versions of Debezium's classes: Debezium uses them, and they offer what its own offer. */
class ReplacedClassesTest {
    private static final CodeSource OURS = source(DebeziumProvider.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.debezium.pipeline.source.spi.EventFormatter",
                "io.debezium.connector.base.ChangeEventQueue",
                "io.debezium.connector.base.ChangeEventQueue$Builder"
            })
    void a_replaced_class_offers_what_debezium_s_own_offers(String name) throws Exception {
        Class<?> replacement = Class.forName(name);
        assertThat(source(replacement)).isEqualTo(OURS);
        try (URLClassLoader debezium = withoutOurs()) {
            Class<?> original = debezium.loadClass(name);
            assertThat(original).isNotSameAs(replacement);
            assertThat(offers(replacement)).containsExactlyInAnyOrderElementsOf(offers(original));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {EventMetadataProvider.class, DefaultQueueProvider.class})
    void the_class_beside_a_replaced_one_is_debezium_s(Class<?> neighbour) {
        assertThat(source(neighbour)).isNotEqualTo(OURS);
    }

    private static URLClassLoader withoutOurs() throws IOException {
        Path ours = Path.of(URI.create(OURS.getLocation().toString()));
        URL[] others =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(path -> !path.toAbsolutePath().equals(ours))
                        .map(ReplacedClassesTest::url)
                        .toArray(URL[]::new);
        return new URLClassLoader(others, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static CodeSource source(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
    }

    private static List<String> offers(Class<?> type) {
        return Stream.concat(
                        Arrays.stream(type.getDeclaredConstructors()),
                        Arrays.stream(type.getDeclaredMethods()))
                .filter(member -> !Modifier.isPrivate(member.getModifiers()))
                .filter(member -> !member.isSynthetic())
                .map(Executable::toGenericString)
                .map(text -> text.replaceAll("@\\S+ ", ""))
                .toList();
    }
}
