package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HashMap;
import java.util.Map;

/** What the configuration of a source says and hides. */
@Timeout(60)
class CdcSourceTest {
    @Test
    void a_source_without_autostart_waits_for_the_step() throws Exception {
        try (World world = new World()) {
            Part part = new CdcSource(world.sources()).create("m", World.config("waiting", false));
            part.start();
            assertThat(CdcStepsTest.status(world, "waiting")).containsEntry("state", "stopped");
            assertThat(world.provider().attempts()).isZero();
            assertThat(CdcStepsTest.start(world, Map.of("source_id", "waiting")))
                    .containsEntry("action", "started");
            assertThat(world.provider().attempts()).isEqualTo(1);
            part.stop();
        }
    }

    @Test
    void two_sources_of_one_id_are_refused_with_the_name_of_the_other() throws Exception {
        try (World world = World.with("A")) {
            Part second = new CdcSource(world.sources()).create("two", World.config("shop", true));
            assertThatThrownBy(second::start)
                    .hasMessage(
                            "source_id: \"shop\" is taken by cdc.source \"shop\"; give every source"
                                    + " an id of its own");
            second.stop();
            world.awaitState(SourceState.STREAMING);
        }
    }

    @Test
    void a_connection_whose_secret_was_not_found_is_refused() {
        Map<String, Object> config = new HashMap<>(CdcStepsTest.configOf("other"));
        config.put("connection", "postgres://u:hunter2@${env:HOST}/d");
        try (World world = new World()) {
            assertThatThrownBy(() -> CdcStepsTest.start(world, config))
                    .hasMessageStartingWith("connection still holds ${ }")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void no_record_prints_the_connection() {
        Settings settings = Settings.of(CdcStepsTest.configOf("other"));
        assertThat(settings.as(CdcSource.Config.class).toString()).isEqualTo("other (scripted)");
        assertThat(settings.as(CdcStart.Input.class).toString()).isEqualTo("other (scripted)");
        assertThat(settings.as(CdcSource.Config.class).setup("m").toString())
                .doesNotContain("hunter2");
    }
}
