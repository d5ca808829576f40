package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.plugin.PluginPort;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

@Timeout(60)
final class GrpcPluginPortTest {
    private static final Map<String, String> ENGINE =
            Map.of("WORKFLOW_PLUGIN", "workflow-external-plugin-v1");

    @Test
    void it_is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(PluginPort.class))
                .hasOnlyElementsOfType(GrpcPluginPort.class)
                .hasSize(1);
    }

    @Test
    void without_an_engine_it_says_one_sentence_and_exits_with_1() throws Exception {
        try (PluginProcess plugin = PluginProcess.start(Map.of())) {
            assertThat(plugin.exitCode()).isEqualTo(1);
            assertThat(plugin.handshake).isEqualTo("null");
            assertThat(plugin.errors())
                    .singleElement()
                    .asString()
                    .contains("plugin of the GoCodeAlone/workflow engine", "plugins/");
        }
    }

    @Test
    void nothing_but_the_handshake_reaches_standard_output() throws Exception {
        try (PluginProcess plugin = PluginProcess.start(ENGINE);
                TestHost host = new TestHost(plugin.socket())) {
            assertThat(plugin.handshake).matches("1\\|1\\|unix\\|/[^|]*\\|grpc\\|\\|false");
            assertThat(execute(host, "step.noisy")).isEmpty();
            host.shutdown();
            assertThat(plugin.exitCode()).isZero();
            assertThat(plugin.furtherOutput()).isEmpty();
            assertThat(plugin.errors())
                    .contains("a library says hello", "1|1|tcp|127.0.0.1:1|grpc");
        }
    }

    @Test
    void its_socket_is_its_owners_alone_and_is_gone_with_the_process() throws Exception {
        try (PluginProcess plugin = PluginProcess.start(ENGINE);
                TestHost host = new TestHost(plugin.socket())) {
            Path socket = plugin.socket();
            assertThat(permissions(socket)).isEqualTo("rw-------");
            assertThat(permissions(plugin.folder())).isEqualTo("rwx------");
            assertThat(plugin.folder().getFileName().toString())
                    .contains(String.valueOf(plugin.handle().pid()));
            host.shutdown();
            assertThat(plugin.exitCode()).isZero();
            assertThat(plugin.folder()).doesNotExist();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void told_to_shut_down_it_stops_what_runs_and_is_over_before_the_engine_kills_it()
            throws Exception {
        try (PluginProcess plugin = PluginProcess.start(ENGINE);
                TestHost host = new TestHost(plugin.socket())) {
            startModule(host);
            host.shutdown();
            assertThat(plugin.endsWithin(2)).isTrue();
            assertThat(plugin.exitCode()).isZero();
            assertThat(plugin.errors()).anyMatch(line -> line.contains("module stopped"));
            assertThat(host.streamEnded.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void even_a_module_that_never_stops_does_not_keep_it_from_ending_in_time() throws Exception {
        Map<String, String> stuck =
                Map.of("WORKFLOW_PLUGIN", "workflow-external-plugin-v1", PluginMain.STUCK, "yes");
        try (PluginProcess plugin = PluginProcess.start(stuck);
                TestHost host = new TestHost(plugin.socket())) {
            startModule(host);
            host.shutdown();
            assertThat(plugin.endsWithin(2)).isTrue();
            assertThat(plugin.exitCode()).isZero();
            assertThat(plugin.socket()).doesNotExist();
        }
    }

    @Test
    void when_the_engine_is_killed_it_stops_what_runs_and_exits() throws Exception {
        try (PluginProcess shell = PluginProcess.startBelowShell(ENGINE);
                TestHost host = new TestHost(shell.socket())) {
            ProcessHandle plugin = shell.handle().children().findFirst().orElseThrow();
            startModule(host);
            shell.kill();
            plugin.onExit().get(5, TimeUnit.SECONDS);
            assertThat(shell.furtherOutput()).isEmpty();
            assertThat(shell.errors()).anyMatch(line -> line.contains("module stopped"));
            assertThat(shell.folder()).doesNotExist();
        }
    }

    @Test
    void told_to_terminate_it_stops_what_runs() throws Exception {
        try (PluginProcess plugin = PluginProcess.start(ENGINE);
                TestHost host = new TestHost(plugin.socket())) {
            startModule(host);
            plugin.terminate();
            assertThat(plugin.endsWithin(10)).isTrue();
            assertThat(plugin.errors()).anyMatch(line -> line.contains("module stopped"));
            assertThat(plugin.folder()).doesNotExist();
        }
    }

    @Test
    void what_a_killed_one_left_behind_is_gone_once_the_next_runs(@TempDir Path folder)
            throws Exception {
        Map<String, String> environment =
                Map.of(
                        "WORKFLOW_PLUGIN",
                        "workflow-external-plugin-v1",
                        "PLUGIN_UNIX_SOCKET_DIR",
                        folder.toString());
        Path left;
        try (PluginProcess killed = PluginProcess.start(environment)) {
            left = killed.socket();
            killed.kill();
            assertThat(killed.endsWithin(10)).isTrue();
        }
        assertThat(left).exists().startsWith(folder);
        try (PluginProcess next = PluginProcess.start(environment);
                TestHost host = new TestHost(next.socket())) {
            host.shutdown();
            assertThat(next.exitCode()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_folder_for_the_socket_that_is_too_deep_is_refused_in_a_sentence(@TempDir Path folder)
            throws Exception {
        Path deep = Files.createDirectory(folder.resolve("x".repeat(100)));
        Map<String, String> environment =
                Map.of(
                        "WORKFLOW_PLUGIN",
                        "workflow-external-plugin-v1",
                        "PLUGIN_UNIX_SOCKET_DIR",
                        deep.toString());
        try (PluginProcess plugin = PluginProcess.start(environment)) {
            assertThat(plugin.exitCode()).isEqualTo(1);
            assertThat(plugin.errors())
                    .singleElement()
                    .asString()
                    .contains("longer than 103 bytes", "PLUGIN_UNIX_SOCKET_DIR");
        }
    }

    @Test
    void no_secret_reaches_the_log_or_an_error() throws Exception {
        try (PluginProcess plugin = PluginProcess.start(ENGINE);
                TestHost host = new TestHost(plugin.socket())) {
            assertThat(execute(host, "step.broken"))
                    .contains("IllegalStateException")
                    .doesNotContain(TestTypes.SECRET);
            assertThat(execute(host, "step.noisy")).isEmpty();
            host.shutdown();
            List<String> errors = plugin.errors();
            assertThat(errors).noneMatch(line -> line.contains(TestTypes.SECRET));
            assertThat(errors)
                    .anyMatch(line -> line.contains("\"@message\":\"connecting with ***\""))
                    .anyMatch(line -> line.contains("\"dsn\":\"postgres://u:***@h/d\""))
                    .anyMatch(line -> line.contains("\"@message\":\"jul knows ***\""))
                    .anyMatch(line -> line.contains("step.broken \\\"s\\\": unexpected"));
        }
    }

    private static void startModule(TestHost host) {
        var module =
                host.plugin()
                        .createModule(
                                CreateModuleRequest.newBuilder()
                                        .setType("test.module")
                                        .setName("m")
                                        .setConfig(Served.struct(Map.of("word", "w")))
                                        .build());
        assertThat(module.getError()).isEmpty();
        assertThat(host.plugin().startModule(Served.handle(module.getHandleId())).getError())
                .isEmpty();
    }

    private static String execute(TestHost host, String type) {
        var step =
                host.plugin()
                        .createStep(
                                CreateStepRequest.newBuilder().setType(type).setName("s").build());
        assertThat(step.getError()).isEmpty();
        return host.plugin()
                .executeStep(
                        ExecuteStepRequest.newBuilder().setHandleId(step.getHandleId()).build())
                .getError();
    }
}
