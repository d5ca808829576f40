package com.gocodealone.dataengineering.bootstrap.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The example of provider bento's page under the real engine, with a real PostgreSQL. */
class BentoIT {
    private static final Path OWN =
            Path.of("target/plugins/workflow-plugin-data-engineering/providers/bento/bento-cdc");

    @TempDir private Path work;

    @Test
    void what_happens_to_a_row_is_in_the_audit_trail_also_after_a_kill() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(OWN), "NOT TESTED: there is no bento-cdc, because there is no Go");
        try (AuditTrail trail = AuditTrail.start(work.resolve("pg"))) {
            try (EngineProcess engine = start(trail)) {
                trail.awaitOperations("READ");
                trail.execute("INSERT INTO orders VALUES (1, 'Ann', 12.50)");
                trail.execute("UPDATE orders SET total = 13.75 WHERE id = 1");
                trail.awaitOperations("READ", "INSERT", "UPDATE");
                List<ProcessHandle> bento = engine.plugin().children().toList();
                assertThat(bento).as("the processes of the plugin").isNotEmpty();

                engine.kill();
                AuditTrail.patiently()
                        .until(() -> bento.stream().noneMatch(ProcessHandle::isAlive));
                trail.execute("DELETE FROM orders WHERE id = 1");
            }
            try (EngineProcess engine = start(trail)) {
                trail.awaitOperations("READ", "INSERT", "UPDATE", "DELETE");
                assertThat(trail.audited("after->>'total'"))
                        .containsExactly(null, "12.50", "13.75", null);
                assertThat(trail.audited("event_id")).doesNotHaveDuplicates();
                assertThat(engine.output()).doesNotContain(AuditTrail.PASSWORD);
            }
        }
    }

    private EngineProcess start(AuditTrail trail) {
        return EngineProcess.start(
                        EngineBinary.folder(work.resolve("data")),
                        Readme.example("audit trail with bento"),
                        Map.of("SHOP_DSN", trail.dsn()))
                .awaitOutput("Loaded external plugin");
    }
}
