package com.gocodealone.dataengineering.application.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.plugin.Manifest;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.application.plugin.StepCall;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Fields;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.domain.tenancy.Structure;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which tenants a step means, and what it need not say. */
class TenantSelectionTest {
    private final ScriptedDatabase database = new ScriptedDatabase();
    private final Secrets secrets = new Secrets();
    private final Tenancies tenancies =
            new Tenancies(
                    name -> {
                        throw new IllegalArgumentException(name);
                    },
                    () -> (spec, known, limits) -> database,
                    secrets);

    @BeforeEach
    void start() {
        tenancies.add("main", database, new Usual("after.customer", null));
    }

    private static <I extends Record, O extends Record> Map<String, @Nullable Object> run(
            Step<I, O> step, Map<String, ?> config) throws InterruptedException {
        Map<String, Object> all = new HashMap<>(config);
        all.put("tenancy", "main");
        return Fields.of(step.execute(Settings.of(all).as(step.input())));
    }

    private static Map<String, ?> migration(Path folder, Map<String, ?> more) throws IOException {
        Files.writeString(folder.resolve("V2__two.sql"), "SELECT 2");
        Map<String, Object> all = new HashMap<>(more);
        all.put("migrations", folder.toString());
        return all;
    }

    @Test
    void tenants_are_chosen_by_a_pattern_and_by_their_version(@TempDir Path folder)
            throws Exception {
        for (String id : List.of("acme_1", "ACME_2", "other", "acme.3")) {
            run(new TenantProvision(tenancies), Map.of("tenant_id", id));
        }
        database.version("acme_1", "1.9");
        database.version("ACME_2", "1.10");
        TenantMigrate migrate = new TenantMigrate(tenancies);
        assertThat(run(migrate, migration(folder, Map.of("pattern", "acme_*"))))
                .containsEntry("tenants", List.of("acme_1", "ACME_2"));
        assertThat(run(migrate, migration(folder, Map.of("below_version", "1.10"))))
                .containsEntry("tenants", List.of("acme_1", "other", "acme.3"));
        assertThat(
                        run(
                                migrate,
                                migration(
                                        folder,
                                        Map.of("pattern", "acme?1", "below_version", "1.10"))))
                .containsEntry("tenants", List.of("acme_1"));
        assertThat(run(migrate, migration(folder, Map.of("pattern", "\\E.*"))))
                .containsEntry("count", 0);
        assertThat(run(new TenantList(tenancies), Map.of("pattern", "*e*")))
                .containsEntry("count", 4);
        assertThat(run(new TenantList(tenancies), Map.of("below_version", "1.5")))
                .containsEntry("count", 2);
        assertThatThrownBy(
                        () ->
                                run(
                                        migrate,
                                        migration(
                                                folder,
                                                Map.of("pattern", "a*", "tenant_id", "other"))))
                .hasMessageStartingWith("tenant_ids is required: the tenants to migrate; or");
        assertThatThrownBy(() -> run(migrate, Map.of("below_version", "new")))
                .hasMessage("below_version: \"new\" is not a version, such as 7 or 1.10");
    }

    @Test
    void tenants_are_compared_with_one_that_is_as_it_should_be(@TempDir Path folder)
            throws Exception {
        for (String id : List.of("good", "bad")) {
            run(new TenantProvision(tenancies), Map.of("tenant_id", id));
        }
        database.structures.put(
                "good", new Structure(new TreeMap<>(Map.of("column notes.id", "integer"))));
        database.structures.put(
                "bad", new Structure(new TreeMap<>(Map.of("column notes.id", "bigint"))));
        List<String> drift = List.of("column notes.id is bigint and not integer");
        assertThat(
                        run(
                                new TenantStatus(tenancies),
                                Map.of("tenant_id", "bad", "reference_tenant", "good")))
                .containsEntry("drift", drift);
        assertThat(run(new TenantStatus(tenancies), Map.of("tenant_id", "bad")))
                .containsEntry("drift", List.of());
        assertThat(
                        run(
                                new TenantMigrate(tenancies),
                                migration(folder, Map.of("all", true, "reference_tenant", "good"))))
                .extractingByKey("results")
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(one -> one.get("drift"))
                .containsExactly(List.of(), drift);
    }

    @Test
    void a_tenant_that_cannot_be_compared_costs_no_result(@TempDir Path folder) throws Exception {
        for (String id : List.of("good", "away")) {
            run(new TenantProvision(tenancies), Map.of("tenant_id", id));
        }
        database.unreadable.put("away", new Failure(Failure.Kind.UNAVAILABLE, "nobody answers"));
        database.unreadable.put(
                "gone", new Failure(Failure.Kind.NOT_FOUND, "tenant_id: there is no \"gone\""));
        TenantMigrate step = new TenantMigrate(tenancies);
        assertThatThrownBy(
                        () ->
                                run(
                                        step,
                                        migration(
                                                folder,
                                                Map.of("all", true, "reference_tenant", "gone"))))
                .hasMessage("reference_tenant: there is no \"gone\"");
        assertThat(database.calls).noneMatch(call -> call.startsWith("migrate"));
        assertThat(run(step, migration(folder, Map.of("all", true, "reference_tenant", "good"))))
                .extractingByKey("results")
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(one -> one.get("drift"))
                .containsExactly(List.of(), List.of("cannot be compared: nobody answers"));
    }

    @Test
    void what_fills_a_tenant_is_a_file_or_a_folder(@TempDir Path folder) throws Exception {
        TenantProvision step = new TenantProvision(tenancies);
        Path file = Files.writeString(folder.resolve("b.sql"), "SELECT 1");
        Files.writeString(folder.resolve("a.txt"), "no SQL");
        for (Path seed : List.of(file, folder)) {
            run(step, Map.of("tenant_id", "a", "seed", seed.toString()));
        }
        assertThatThrownBy(() -> run(step, Map.of("tenant_id", "a", "seed", "b.sql")))
                .hasMessage("seed: \"b.sql\" is not a path from the root, such as /srv/app/seed");
        assertThatThrownBy(() -> run(step, Map.of("tenant_id", "a", "seed", file + "x")))
                .hasMessage("seed: there is no file or folder " + file + "x");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> run(step, Map.of("tenant_id", "a", "seed", empty.toString())))
                .hasMessage("seed: no file in " + empty + " ends in .sql");
    }

    @Test
    void a_step_without_tenant_id_finds_it_in_the_pipelines_data() throws InterruptedException {
        Map<String, Object> data = Map.of("after", Map.of("customer", "acme", "old", "other"));
        Plugin plugin =
                new Plugin(
                        new Manifest("p", "1", "a", "d"),
                        List.of(),
                        List.of(new TenantProvision(tenancies), new TenantQuery(tenancies)),
                        secrets);
        assertThat(provisioned(plugin, Map.of("tenancy", "main"), data)).isEqualTo("acme");
        assertThat(provisioned(plugin, Map.of("tenancy", "main", "tenant_id", "b"), data))
                .isEqualTo("b");
        Map<String, ?> own = Map.of("tenancy", "main", "tenant_key", "after.old");
        assertThat(provisioned(plugin, own, data)).isEqualTo("other");
        assertThatThrownBy(() -> provisioned(plugin, Map.of("tenancy", "main"), Map.of()))
                .hasMessage(
                        "step.tenant_provision \"s\": tenant_key: the pipeline has nothing at"
                                + " \"after.customer\"");
        assertThatThrownBy(
                        () -> provisioned(plugin, Map.of("tenancy", "main", "tenant_id", ""), data))
                .hasMessageContaining("tenant_id is required");
    }

    private static @Nullable Object provisioned(
            Plugin plugin, Map<String, ?> config, Map<String, Object> data)
            throws InterruptedException {
        String handle = plugin.createStep("step.tenant_provision", "s", Settings.of(config));
        return plugin.execute(
                        handle,
                        new StepCall(Settings.of(config), new HashMap<>(data), Map.of(), Map.of()))
                .get("tenant_id");
    }

    @Test
    void steps_without_migrations_run_those_of_the_module(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("V2__two.sql"), "SELECT 2");
        run(new TenantProvision(tenancies), Map.of("tenant_id", "acme"));
        tenancies.add("main", database, new Usual(null, folder.toString()));
        assertThat(run(new TenantMigrate(tenancies), Map.of("all", true)))
                .containsEntry("version", "2");
        tenancies.add("main", database, new Usual(null, "/no/where"));
        assertThatThrownBy(() -> run(new TenantProvision(tenancies), Map.of("tenant_id", "other")))
                .hasMessage("migrations: there is no folder /no/where");
        assertThatThrownBy(
                        () ->
                                Settings.of(Map.of("migrations", "here"))
                                        .as(DataTenancy.Config.class))
                .hasMessageStartingWith("migrations: \"here\" is not a path from the root");
    }
}
