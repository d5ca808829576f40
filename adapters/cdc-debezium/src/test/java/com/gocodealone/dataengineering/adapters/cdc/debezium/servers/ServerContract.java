package com.gocodealone.dataengineering.adapters.cdc.debezium.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.adapters.cdc.debezium.Events;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestDatabase;
import com.gocodealone.dataengineering.adapters.cdc.debezium.TestSource;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.SnapshotRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What every kind and version of server gives alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {
    private static final String ROW =
            "(%d, 12345678901234567890.1200, 0.1, 'Ωmega', '2024-02-29', '2024-07-01 12:00:00')";

    abstract Stream<String> servers();

    abstract TestDatabase start(String server);

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void rows_changes_restarts_and_rows_on_demand_are_alike(String name) throws Exception {
        try (TestDatabase server = start(name);
                TestSource source = server.source("alike", "alike")) {
            server.run(
                    "CREATE TABLE alike (id bigint PRIMARY KEY, n decimal(30,4), d double"
                            + " precision, t varchar(50), day date, moment timestamp NULL)",
                    "INSERT INTO alike VALUES " + ROW.formatted(1));
            source.open();
            Map<String, @Nullable Object> read = values(source.take(1), Operation.READ);
            streams(server, source);
            goesOn(server, source);
            Map<String, @Nullable Object> streamed = streamed(server, source);
            Map<String, @Nullable Object> demanded = demanded(server, source);

            assertThat(read)
                    .isEqualTo(streamed)
                    .isEqualTo(demanded)
                    .containsEntry("n", "12345678901234567890.1200")
                    .containsEntry("d", 0.1)
                    .containsEntry("t", "Ωmega");
        }
    }

    private static void streams(TestDatabase server, TestSource source) throws Exception {
        server.inOneTransaction(
                "INSERT INTO alike (id, t) VALUES (2, 'a')",
                "UPDATE alike SET t = 'b' WHERE id = 2",
                "DELETE FROM alike WHERE id = 2");
        assertThat(source.take(3))
                .extracting(ChangeEvent::operation)
                .containsExactly(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
    }

    private static void goesOn(TestDatabase server, TestSource source) throws Exception {
        source.stop();
        server.run("INSERT INTO alike (id) VALUES (3)", "INSERT INTO alike (id) VALUES (4)");
        source.open();
        List<ChangeEvent> both = source.next(2);
        source.stream().acknowledge(both.getFirst().position());
        source.reopen();
        assertThat(Events.ids(both)).containsExactly(3L, 4L);
        assertThat(Events.ids(source.take(1))).containsExactly(4L);
    }

    private static Map<String, @Nullable Object> streamed(TestDatabase server, TestSource source)
            throws Exception {
        server.run("INSERT INTO alike VALUES " + ROW.formatted(5));
        return values(source.take(1), Operation.INSERT);
    }

    private static Map<String, @Nullable Object> demanded(TestDatabase server, TestSource source)
            throws Exception {
        source.stream()
                .snapshot(new SnapshotRequest("all", List.of(server.table("alike")), "id > 4"));
        List<ChangeEvent> events = new ArrayList<>();
        source.pollUntil(events, all -> !all.isEmpty());
        return values(events, Operation.READ);
    }

    private static Map<String, @Nullable Object> values(
            List<ChangeEvent> events, Operation operation) {
        assertThat(events).singleElement().extracting(ChangeEvent::operation).isEqualTo(operation);
        Map<String, @Nullable Object> values = Events.values(events.getFirst().after());
        values.remove("id");
        return values;
    }
}
