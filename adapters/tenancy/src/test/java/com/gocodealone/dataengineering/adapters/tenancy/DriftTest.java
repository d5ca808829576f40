package com.gocodealone.dataengineering.adapters.tenancy;

import static com.gocodealone.dataengineering.adapters.tenancy.Calls.NEW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.tenancy.TenantDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How the tables of a tenant differ from those of another. */
class DriftTest {
    private static final String[] GOOD = {
        "CREATE TABLE people (id int PRIMARY KEY)",
        "CREATE TABLE notes (id int NOT NULL, text varchar(20) DEFAULT 'none', owner int,"
                + " CONSTRAINT whose FOREIGN KEY (owner) REFERENCES people (id))",
        "CREATE INDEX by_text ON notes (text)",
        "CREATE TABLE lost (id int)"
    };
    private static final String[] BAD = {
        "CREATE TABLE people (id int PRIMARY KEY)",
        "CREATE TABLE notes (id bigint, text varchar(20) DEFAULT 'none', owner int, more int)",
        "CREATE INDEX by_text ON notes (text, id)",
        "CREATE TABLE found (id int)"
    };

    @TempDir private static Path files;
    private static TestServer postgres;
    private static MySqlServer mysql;

    @BeforeAll
    static void startServers() {
        postgres = TestServer.start();
        mysql = MySqlServer.start(files);
    }

    @AfterAll
    static void stopServers() {
        postgres.close();
        mysql.close();
    }

    private static List<String> drift(TenantDatabase tenants, String tenant) {
        return tenants.structure("good").differences(tenants.structure(tenant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void what_is_missing_extra_or_otherwise_is_told(String strategy) {
        try (TenantDatabase tenants =
                postgres.open(Map.of("strategy", strategy, "schema_prefix", strategy + "_"))) {
            for (String id : List.of("good", "same", "bad")) {
                tenants.provision(id, NEW);
                String place = strategy + "_" + id;
                for (String statement : id.equals("bad") ? BAD : GOOD) {
                    if (strategy.startsWith("db")) {
                        postgres.runIn(place, statement);
                    } else {
                        postgres.run("SET search_path TO %s; %s".formatted(place, statement));
                    }
                }
            }
            assertThat(drift(tenants, "same")).isEmpty();
            assertThat(drift(tenants, "bad"))
                    .containsExactlyInAnyOrder(
                            "table lost is missing",
                            "table found is extra",
                            "constraint notes.whose is missing",
                            "column notes.more is extra",
                            "column notes.id is bigint and not integer NOT NULL",
                            "index notes.by_text is CREATE INDEX by_text ON notes USING btree"
                                    + " (text, id) and not CREATE INDEX by_text ON notes USING"
                                    + " btree (text)");
            assertThatThrownBy(() -> tenants.structure("nobody"))
                    .hasMessage("tenant_id: the registry knows no tenant \"nobody\"");
        } finally {
            postgres.run("DROP TABLE data_engineering.tenants");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_per_tenant", "db_per_tenant"})
    void the_same_is_told_in_mariadb(String strategy) {
        try (TenantDatabase tenants = mysql.open(strategy)) {
            for (String id : List.of("good", "same", "bad")) {
                tenants.provision(id, NEW);
                for (String statement : id.equals("bad") ? BAD : GOOD) {
                    mysql.run(
                            statement
                                    .replaceFirst("(TABLE|ON) ", "$1 t_%s.".formatted(id))
                                    .replace("REFERENCES ", "REFERENCES t_%s.".formatted(id)));
                }
            }
            assertThat(drift(tenants, "same")).isEmpty();
            assertThat(drift(tenants, "bad"))
                    .contains(
                            "table lost is missing",
                            "table found is extra",
                            "constraint notes.whose is missing",
                            "column notes.more is extra",
                            "index notes.by_text is (text,id) and not (text)")
                    .anyMatch(one -> one.startsWith("column notes.id is bigint"));
        } finally {
            mysql.clean();
        }
    }

    @Test
    void tenants_in_shared_tables_cannot_differ() {
        postgres.run(
                "CREATE TABLE shared (tenant_id text)",
                "CREATE ROLE app",
                "GRANT ALL ON shared TO app");
        try (TenantDatabase tenants =
                postgres.open(Map.of("strategy", "row_level", "tables", "shared", "role", "app"))) {
            tenants.provision("good", NEW);
            tenants.provision("other", NEW);
            assertThat(drift(tenants, "other")).isEmpty();
        } finally {
            postgres.run("DROP TABLE data_engineering.tenants");
        }
    }
}
