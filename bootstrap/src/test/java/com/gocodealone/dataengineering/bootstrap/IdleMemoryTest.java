package com.gocodealone.dataengineering.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleMemoryTest {
    private static final long MB = 1L << 20;

    private final IdleMemory memory = new IdleMemory(16 * MB);

    @Test
    void memory_is_given_back_once_a_heap_that_grew_has_been_idle_for_two_looks() {
        assertThat(memory.isWorthwhile(40 * MB, 60 * MB)).isFalse();
        assertThat(memory.isWorthwhile(40 * MB, 60 * MB)).isFalse();
        assertThat(memory.isWorthwhile(40 * MB, 60 * MB)).isTrue();
    }

    @Test
    void a_busy_plugin_is_not_disturbed() {
        for (int look = 0; look < 5; look++) {
            assertThat(memory.isWorthwhile(20 * MB, 60 * MB)).isFalse();
            assertThat(memory.isWorthwhile(50 * MB, 60 * MB)).isFalse();
        }
    }

    @Test
    void a_heap_that_did_not_grow_is_left_alone() {
        for (int look = 0; look < 5; look++) {
            assertThat(memory.isWorthwhile(12 * MB, 17 * MB)).isFalse();
        }
    }

    @Test
    void what_a_collection_could_not_give_back_is_not_asked_for_again() {
        memory.gaveBack(60 * MB);
        for (int look = 0; look < 5; look++) {
            assertThat(memory.isWorthwhile(40 * MB, 60 * MB)).isFalse();
        }
    }
}
