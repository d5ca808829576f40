package com.gocodealone.dataengineering.application.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Fields;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TenantStepsTest {
    private static final String DSN = "postgres://app:hush-hush@db/app";

    private final Secrets secrets = new Secrets();
    private final List<ScriptedDatabase> opened = new ArrayList<>();
    private final Tenancies tenancies =
            new Tenancies(name -> new Anywhere(), () -> this::open, secrets);

    private static final class Anywhere implements TenancyStrategy {
        @Override
        public String name() {
            return "anywhere";
        }

        @Override
        public Placement place(TenancySpec spec, String tenantId) {
            return new Placement.OwnDatabase(new Identifier(tenantId));
        }
    }

    private TenantDatabase open(TenancySpec spec, Strategies known, PoolLimits limits) {
        known.named(spec.chosenStrategy()).validate(spec);
        opened.add(new ScriptedDatabase());
        return opened.getLast();
    }

    private Part module(Map<String, ?> config) {
        DataTenancy type = new DataTenancy(tenancies);
        return type.create("main", Settings.of(config).as(DataTenancy.Config.class));
    }

    private Part started() throws InterruptedException {
        Part part = module(Map.of("strategy", "anywhere", "connection", DSN));
        part.start();
        return part;
    }

    private static <I extends Record, O extends Record> Map<String, @Nullable Object> run(
            Step<I, O> step, Map<String, ?> config) throws InterruptedException {
        Map<String, Object> all = new HashMap<>();
        if (!config.containsKey("strategy")) {
            all.put("tenancy", "main");
        }
        all.putAll(config);
        return Fields.of(step.execute(Settings.of(all).as(step.input())));
    }

    @Test
    void a_step_finds_the_module_that_it_names() throws InterruptedException {
        Part part = started();
        assertThat(run(new TenantProvision(tenancies), Map.of("tenant_id", "acme")))
                .containsEntry("status", "provisioned")
                .containsEntry("tenant_id", "acme")
                .containsEntry("place", "at acme");
        part.stop();
        assertThatThrownBy(() -> run(new TenantProvision(tenancies), Map.of("tenant_id", "acme")))
                .hasMessage("tenancy: no data.tenancy \"main\" is started (none is)");
    }

    @Test
    void a_step_may_configure_the_tenancy_itself_and_the_next_one_uses_the_same()
            throws InterruptedException {
        Map<String, ?> own = Map.of("strategy", "anywhere", "db_url", DSN, "tenantId", "acme");
        run(new TenantProvision(tenancies), own);
        run(new TenantProvision(tenancies), own);
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().calls).hasSize(2);
    }

    @Test
    void a_step_names_a_module_or_configures_the_tenancy_and_not_both() {
        assertThatThrownBy(
                        () ->
                                run(
                                        new TenantList(tenancies),
                                        Map.of("tenancy", "main", "strategy", "anywhere")))
                .hasMessageStartingWith("tenancy names a module");
        assertThatThrownBy(
                        () ->
                                new TenantList(tenancies)
                                        .execute(Settings.of(Map.of()).as(TenantList.Input.class)))
                .hasMessageStartingWith("tenancy is required");
    }

    @Test
    void a_tenants_name_in_the_connection_is_noticed() {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                run(
                                        new TenantList(tenancies),
                                        Map.of("strategy", "anywhere", "connection", DSN + i));
                            }
                        })
                .hasMessageStartingWith("16 different tenancies are configured in steps");
    }

    @Test
    void deletion_needs_the_id_once_more() throws InterruptedException {
        started();
        TenantDeprovision step = new TenantDeprovision(tenancies);
        assertThatThrownBy(() -> run(step, Map.of("tenant_id", "acme", "mode", "delete")))
                .hasMessageStartingWith("confirm: mode delete removes the tenant for good");
        assertThatThrownBy(
                        () ->
                                run(
                                        step,
                                        Map.of(
                                                "tenant_id", "acme",
                                                "mode", "delete",
                                                "confirm", "other")))
                .hasMessageStartingWith("confirm: ");
        assertThat(opened.getFirst().calls).containsExactly("check");
        assertThat(run(step, Map.of("tenant_id", "acme", "mode", "delete", "confirm", "acme")))
                .containsEntry("status", "deprovisioned")
                .containsEntry("mode", "delete");
    }

    @Test
    void a_dry_run_says_what_there_is_and_does_nothing() throws InterruptedException {
        started();
        assertThat(
                        run(
                                new TenantDeprovision(tenancies),
                                Map.of("tenant_id", "acme", "mode", "delete", "dry_run", true)))
                .containsEntry("status", "dry_run")
                .containsEntry("rows", 7L)
                .containsEntry("bytes", 300L);
        assertThat(opened.getFirst().calls).containsExactly("check");
    }

    @Test
    void the_list_has_no_deleted_tenants_unless_they_are_asked_for() throws InterruptedException {
        started();
        for (String id : List.of("a", "b")) {
            run(new TenantProvision(tenancies), Map.of("tenant_id", id));
        }
        run(
                new TenantDeprovision(tenancies),
                Map.of("tenant_id", "a", "mode", "delete", "confirm", "a"));
        assertThat(run(new TenantList(tenancies), Map.of())).containsEntry("count", 1);
        assertThat(run(new TenantList(tenancies), Map.of("states", "deleted,active")))
                .containsEntry("count", 2);
    }

    @Test
    void the_status_knows_the_tenant_or_says_so() throws InterruptedException {
        started();
        run(new TenantProvision(tenancies), Map.of("tenant_id", "a"));
        assertThat(run(new TenantStatus(tenancies), Map.of("tenant_id", "a")))
                .containsEntry("state", "active")
                .containsEntry("bytes", 300L);
        assertThatThrownBy(() -> run(new TenantStatus(tenancies), Map.of("tenant_id", "acme")))
                .hasMessage("tenant_id: the registry knows no tenant \"acme\"");
        run(new TenantProvision(tenancies), Map.of("tenant_id", "acme"));
        assertThatThrownBy(() -> run(new TenantStatus(tenancies), Map.of("tenant_id", "acne")))
                .hasMessage(
                        "tenant_id: the registry knows no tenant \"acne\" (did you mean acme?)");
    }

    @Test
    void a_query_hands_over_its_parameters() throws InterruptedException {
        started();
        assertThat(
                        run(
                                new TenantQuery(tenancies),
                                Map.of(
                                        "tenant_id", "a",
                                        "sql", "SELECT $1",
                                        "params", List.of("x"),
                                        "limit", "5")))
                .containsEntry("rows", List.of(Map.of("id", 7)))
                .containsEntry("count", 1);
        assertThat(opened.getFirst().calls.getLast())
                .contains("sql=SELECT $1, parameters=[x], limit=5");
    }

    @Test
    void a_module_starts_while_its_database_is_away_but_not_when_something_is_wrong()
            throws InterruptedException {
        Part part = module(Map.of("strategy", "anywhere", "connection", DSN));
        opened.getFirst().onCheck = new Failure(Failure.Kind.UNAVAILABLE, "away");
        part.start();
        assertThat(run(new TenantList(tenancies), Map.of())).containsEntry("count", 0);
        part.destroy();
        assertThat(opened.getFirst().calls).endsWith("close");
        Part wrong = module(Map.of("strategy", "anywhere", "connection", DSN));
        opened.getLast().onCheck = new Failure(Failure.Kind.INVALID, "no such table");
        assertThatThrownBy(wrong::start).hasMessage("no such table");
    }

    @Test
    void what_is_missing_or_out_of_range_is_said() {
        assertThatThrownBy(() -> module(Map.of("strategy", "anywhere")))
                .hasMessageStartingWith("connection is required");
        assertThatThrownBy(() -> module(Map.of("connection", DSN)))
                .hasMessageStartingWith("strategy is required");
        assertThatThrownBy(
                        () ->
                                module(
                                        Map.of(
                                                "strategy",
                                                "anywhere",
                                                "connection",
                                                DSN,
                                                "max_connections",
                                                0,
                                                "lock_timeout",
                                                "0s")))
                .hasMessage(
                        "max_connections: 0 is less than 1; lock_timeout cannot be 0s: a lock would"
                                + " be waited for without end");
    }

    @Test
    void the_password_is_learnt_and_hidden() throws InterruptedException {
        started();
        assertThat(secrets.redact("said hush-hush")).isEqualTo("said ***");
        assertThat(Settings.of(Map.of("connection", DSN)).as(TenancySpec.class).toString())
                .doesNotContain("hush");
    }

    private static Map<String, ?> migration(Path folder, Map<String, ?> more) throws IOException {
        Files.writeString(folder.resolve("V2__two.sql"), "SELECT 2");
        Map<String, Object> all = new HashMap<>(more);
        all.put("migrations_dir", folder.toString());
        return all;
    }

    @Test
    void tenants_to_migrate_are_named_or_all_of_them(@TempDir Path folder) throws Exception {
        started();
        for (String id : List.of("a", "b")) {
            run(new TenantProvision(tenancies), Map.of("tenant_id", id));
        }
        TenantMigrate step = new TenantMigrate(tenancies);
        assertThat(run(step, migration(folder, Map.of("all", "true"))))
                .containsEntry("status", "completed")
                .containsEntry("tenants", List.of("a", "b"))
                .containsEntry("count", 2)
                .containsEntry("applied", 2)
                .containsEntry("version", "2")
                .containsEntry("failed", List.of());
        assertThat(run(step, migration(folder, Map.of("tenant_id", "a", "dry_run", true))))
                .containsEntry("status", "dry_run")
                .containsEntry("tenant_id", "a")
                .containsEntry("count", 0);
        assertThatThrownBy(() -> run(step, migration(folder, Map.of())))
                .hasMessageStartingWith("tenant_ids is required");
        assertThatThrownBy(
                        () -> run(step, migration(folder, Map.of("all", true, "tenantIds", "a,b"))))
                .hasMessageStartingWith("tenant_ids is required");
        assertThatThrownBy(() -> run(step, Map.of("tenant_ids", "a", "parallelism", 0)))
                .hasMessage("parallelism: 0 is less than 1");
        assertThatThrownBy(() -> run(step, Map.of("tenant_ids", "a", "migrations", "/no/where")))
                .hasMessage("migrations: there is no folder /no/where");
        assertThatThrownBy(() -> run(step, Map.of("tenant_ids", "a", "migrations", "here")))
                .hasMessageStartingWith("migrations: \"here\" is not a path from the root");
    }
}
