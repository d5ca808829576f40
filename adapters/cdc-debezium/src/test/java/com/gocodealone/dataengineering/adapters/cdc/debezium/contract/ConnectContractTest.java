package com.gocodealone.dataengineering.adapters.cdc.debezium.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.adapters.cdc.debezium.DebeziumProvider;
import com.gocodealone.dataengineering.adapters.cdc.tck.CdcProviderContract;
import com.gocodealone.dataengineering.adapters.cdc.tck.MemoryContext;
import com.gocodealone.dataengineering.adapters.cdc.tck.RowChange;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Row;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What every provider promises, on Kafka Connect; and what is special there. */
final class ConnectContractTest extends CdcProviderContract {
    @TempDir private static Path folder;

    private ConnectFixture servers;

    @Override
    protected CdcProvider provider() {
        return new DebeziumProvider();
    }

    @Override
    protected SourceFixture start() throws Exception {
        servers = ConnectFixture.start(folder);
        return servers;
    }

    @Test
    void a_connector_that_another_source_made_is_refused_and_stays() throws Exception {
        TableId table = servers.create("owned");
        SourceSpec owner = servers.source("owner", table);
        SourceSpec other = servers.source("other", table);
        SourceSpec thief =
                new SourceSpec(
                        "thief",
                        other.provider(),
                        other.sourceType(),
                        other.connection(),
                        other.tables(),
                        other.options().with("connector", "workflow-owner"));
        MemoryContext context = new MemoryContext();
        try (ChangeStream stream = provider().open(owner, context)) {
            assertThatThrownBy(() -> provider().open(thief, new MemoryContext()))
                    .isInstanceOfSatisfying(Failure.class, ConnectContractTest::isConflict);
            assertThatThrownBy(() -> provider().release(thief, new MemoryContext()))
                    .isInstanceOfSatisfying(Failure.class, ConnectContractTest::isConflict);
            servers.commit(table, List.of(new RowChange.Insert(1, "still there")));
            assertThat(next(stream).key()).isNotNull();
        }
        provider().release(owner, context);
    }

    private static void isConflict(Failure failure) {
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
    }

    @Test
    void engines_share_a_source_and_what_one_did_not_acknowledge_comes_to_the_other()
            throws Exception {
        TableId table = servers.create("shared");
        SourceSpec source = servers.source("shared", table);
        MemoryContext context = new MemoryContext();
        try (ChangeStream second = second(source, table, context)) {
            assertThat(id(next(second))).isEqualTo(2);
        }
        provider().release(source, context);
    }

    /** After the first engine acknowledged one of two changes and ended. */
    private ChangeStream second(SourceSpec source, TableId table, MemoryContext context)
            throws Exception {
        ChangeStream second;
        try (ChangeStream first = provider().open(source, context)) {
            second = provider().open(source, new MemoryContext());
            servers.commit(table, List.of(new RowChange.Insert(1, null)));
            ChangeEvent done = next(first);
            first.acknowledge(done.position());
            servers.commit(table, List.of(new RowChange.Insert(2, null)));
            assertThat(id(next(first))).isEqualTo(2);
        }
        return second;
    }

    @Test
    void a_value_that_was_not_sent_is_not_taken_for_a_text() throws Exception {
        TableId table = servers.create("toasted");
        servers.execute("ALTER TABLE toasted REPLICA IDENTITY DEFAULT");
        servers.execute("ALTER TABLE toasted ALTER COLUMN note SET STORAGE EXTERNAL");
        SourceSpec source = servers.source("toasted", table);
        MemoryContext context = new MemoryContext();
        try (ChangeStream stream = provider().open(source, context)) {
            servers.commit(table, List.of(new RowChange.Insert(1, "x".repeat(10_000))));
            next(stream);
            servers.execute("UPDATE toasted SET whole = 7 WHERE id = 1");
            Row after = Objects.requireNonNull(next(stream).after());
            assertThat(after.unchangedColumns()).containsExactly("note");
            assertThat(after.value("whole")).isEqualTo(7L);
        }
        provider().release(source, context);
    }

    private static long id(ChangeEvent event) {
        return (Long) Objects.requireNonNull(Objects.requireNonNull(event.key()).value("id"));
    }

    private ChangeEvent next(ChangeStream stream) throws InterruptedException {
        ChangeBatch batch = stream.poll(patience());
        assertThat(batch.events()).as("the next change").hasSize(1);
        return batch.events().getFirst();
    }
}
