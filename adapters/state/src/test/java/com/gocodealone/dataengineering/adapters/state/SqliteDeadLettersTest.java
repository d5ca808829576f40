package com.gocodealone.dataengineering.adapters.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.application.plugin.StateStores;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class SqliteDeadLettersTest {
    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
    private static final DeadLetters.Filter ALL = filter(null, null);

    @TempDir private Path folder;

    private static DeadLetters.Filter filter(@Nullable String table, @Nullable Instant since) {
        return new DeadLetters.Filter(null, null, table, since, List.of());
    }

    private static DeadLetters.Letter letter(String id, String workflow, int attempts) {
        return new DeadLetters.Letter(
                id,
                "shop",
                workflow,
                id.startsWith("o") ? "public.orders" : "public.items",
                "cdc.change",
                MONDAY.plusSeconds(attempts),
                attempts,
                "it's \"down\"",
                "L0:");
    }

    private StateStores open() {
        return new SqlitePort().open(folder.resolve("state"));
    }

    @Test
    void letters_are_there_in_their_order_after_a_restart() {
        try (StateStores stores = open()) {
            stores.deadLetters().put(letter("o2", "a", 5));
            stores.deadLetters().put(letter("o1", "a", 1));
            stores.deadLetters().put(letter("o1", "b", 1));
        }
        try (StateStores stores = open()) {
            assertThat(stores.deadLetters().find(ALL, 10))
                    .containsExactly(
                            letter("o2", "a", 5), letter("o1", "a", 1), letter("o1", "b", 1));
        }
    }

    @Test
    void a_letter_that_fails_again_keeps_its_place() {
        try (StateStores stores = open()) {
            DeadLetters letters = stores.deadLetters();
            letters.put(letter("o1", "a", 1));
            letters.put(letter("o2", "a", 1));
            letters.put(letter("o1", "a", 2));
            assertThat(letters.find(ALL, 10))
                    .containsExactly(letter("o1", "a", 2), letter("o2", "a", 1));
        }
    }

    @Test
    void filters_choose_and_the_limit_takes_the_oldest() {
        try (StateStores stores = open()) {
            DeadLetters letters = stores.deadLetters();
            letters.put(letter("o1", "a", 1));
            letters.put(letter("i2", "a", 2));
            letters.put(letter("o3", "b", 3));
            assertThat(letters.find(ALL, 2)).hasSize(2).first().isEqualTo(letter("o1", "a", 1));
            assertThat(letters.count(filter("public.orders", null))).isEqualTo(2);
            assertThat(letters.find(filter(null, MONDAY.plusSeconds(2)), 10)).hasSize(2);
            assertThat(
                            letters.find(
                                    new DeadLetters.Filter(
                                            "shop", "b", null, null, List.of("o1", "o3")),
                                    10))
                    .containsExactly(letter("o3", "b", 3));
            assertThat(letters.count(new DeadLetters.Filter("other", null, null, null, List.of())))
                    .isZero();
        }
    }

    @Test
    void each_workflow_knows_how_much_it_keeps() {
        try (StateStores stores = open()) {
            DeadLetters letters = stores.deadLetters();
            letters.put(letter("o1", "a", 1));
            letters.put(letter("o2", "a", 1));
            letters.put(letter("o2", "a", 2));
            letters.put(letter("o1", "b", 1));
            assertThat(letters.size("a")).isEqualTo(new DeadLetters.Size(2, 6));
            assertThat(letters.size("c")).isEqualTo(new DeadLetters.Size(0, 0));
        }
    }

    @Test
    void only_the_letters_named_are_removed() {
        try (StateStores stores = open()) {
            DeadLetters letters = stores.deadLetters();
            letters.put(letter("o1", "a", 1));
            letters.put(letter("o1", "b", 1));
            letters.remove(List.of(letter("o1", "a", 9)));
            assertThat(letters.find(ALL, 10)).containsExactly(letter("o1", "b", 1));
        }
    }
}
