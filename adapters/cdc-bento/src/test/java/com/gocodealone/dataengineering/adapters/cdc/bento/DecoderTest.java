package com.gocodealone.dataengineering.adapters.cdc.bento;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.TableId;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class DecoderTest {
    private static final String STRUCTURE =
            """
            [{"operation":"structure","schema":"public","table":"orders","lsn":"0/A","index":"0"},\
            {"columns":[{"name":"id","type":"bigint"}],"key":["id"]}]
            """;

    private static final String OF_ANY_BENTO =
            STRUCTURE
                    + """
                    [{"operation":"insert","schema":"public","table":"orders","lsn":"0/A","index":"0",\
                    "commit_ts":"2026-11-25T14:00:00.5Z","transaction_id":"7"},{"id":1,"note":"a\\nb"}]
                    [{"operation":"update","schema":"public","table":"orders","lsn":"0/A","index":"1",\
                    "commit_ts":"2026-11-25T14:00:00.5Z","transaction_id":"7","before":"{\\"id\\":1}",\
                    "unchanged":"[\\"note\\"]"},{"id":2}]
                    """;

    private static final String OF_OURS =
            STRUCTURE
                    + """
                    {"operation":"insert","schema":"public","table":"orders","lsn":"0/A",\
                    "commit_ts":"2026-11-25T14:00:00.5Z","transaction_id":"7"}
                    [0,null,null,{"id":1,"note":"a\\nb"}]
                    {"operation":"update","schema":"public","table":"orders","lsn":"0/A",\
                    "commit_ts":"2026-11-25T14:00:00.5Z","transaction_id":"7"}
                    [1,{"id":1},["note"],{"id":2}]
                    """;

    @Test
    void our_own_form_and_that_of_any_bento_say_the_same() throws IOException {
        for (String lines : List.of(OF_ANY_BENTO, OF_OURS)) {
            List<ChangeEvent> events = changes(lines);
            ChangeEvent update = events.getLast();
            assertThat(Events.values(events.getFirst().after()))
                    .isEqualTo(Map.of("id", 1L, "note", "a\nb"));
            assertThat(update.operation()).isEqualTo(Operation.UPDATE);
            assertThat(update.table()).isEqualTo(new TableId("public", "orders"));
            assertThat(update.position().text()).isEqualTo("0/A:1");
            assertThat(update.committedAt()).isEqualTo(Instant.parse("2026-11-25T14:00:00.5Z"));
            assertThat(update.transaction()).isEqualTo("7");
            assertThat(Events.values(update.key())).isEqualTo(Map.of("id", 2L));
            assertThat(Events.values(update.before())).isEqualTo(Map.of("id", 1L));
            assertThat(update.after()).isNotNull();
            assertThat(update.after().unchangedColumns()).containsExactly("note");
        }
    }

    private static List<ChangeEvent> changes(String lines) throws IOException {
        return new Decoder("public")
                .decode(lines.getBytes(StandardCharsets.UTF_8)).stream()
                        .filter(Item.Change.class::isInstance)
                        .map(item -> ((Item.Change) item).event())
                        .toList();
    }
}
