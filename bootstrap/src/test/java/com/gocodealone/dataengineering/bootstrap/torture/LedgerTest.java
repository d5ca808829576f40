package com.gocodealone.dataengineering.bootstrap.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.bootstrap.host.Structs;
import com.google.protobuf.Struct;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class LedgerTest {
    @TempDir private Path folder;

    @Test
    void what_was_written_is_read_in_the_order_of_the_engines() throws IOException {
        LedgerReader reader = new LedgerReader(folder);
        write("2", event("c"));
        write("1", event("a"), event("b"));
        assertThat(reader.deliveries("p"))
                .extracting(Delivery::eventId)
                .containsExactly("a", "b", "c");
        write("3", event("d"));
        assertThat(reader.deliveries("p"))
                .hasSize(4)
                .last()
                .extracting(Delivery::eventId)
                .isEqualTo("d");
        assertThat(reader.deliveries("another")).isEmpty();
    }

    @Test
    void an_entry_that_is_not_whole_does_not_count() throws IOException {
        write("1", event("a"), event("b"));
        byte[] whole = Files.readAllBytes(folder.resolve("1"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve("1"), Arrays.copyOf(whole, length));
            assertThat(new LedgerReader(folder).deliveries("p")).hasSizeLessThan(2);
        }
    }

    private void write(String name, Struct... events) throws IOException {
        try (Ledger ledger = Ledger.create(folder.resolve(name))) {
            for (Struct event : events) {
                ledger.record("p", event);
            }
        }
    }

    private static Struct event(String id) {
        return Structs.of(
                Map.of(
                        "event_id",
                        id,
                        "op",
                        "INSERT",
                        "table",
                        "public.plain",
                        "before",
                        List.of(),
                        "after",
                        Map.of("id", 5, "name", "x"),
                        "unchanged_columns",
                        List.of(),
                        "position",
                        "0/1",
                        "transaction",
                        "7",
                        "committed_at",
                        "now"));
    }
}
