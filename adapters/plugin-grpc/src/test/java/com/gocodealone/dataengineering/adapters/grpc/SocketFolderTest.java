package com.gocodealone.dataengineering.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.gocodealone.dataengineering.domain.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

final class SocketFolderTest {
    @TempDir private Path place;

    @Test
    void two_processes_or_two_starts_never_share_a_folder() {
        try (SocketFolder one = create();
                SocketFolder other = create()) {
            assertThat(one.socket()).isNotEqualTo(other.socket());
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void temporary_files_are_its_owners_and_go_with_it() throws Exception {
        try (SocketFolder folder = create()) {
            Files.createTempFile(folder.temporary(), "certificates", ".p12");
            for (Path one : List.of(folder.temporary(), folder.socket().getParent())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                        .isEqualTo("rwx------");
            }
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void the_folder_of_a_dead_process_is_a_leftover() throws Exception {
        Path left = folderOf(deadPid());
        Files.createFile(left.resolve("s"));
        Files.createFile(Files.createDirectory(left.resolve("t")).resolve("certificates.p12"));
        try (SocketFolder folder = create()) {
            folder.removeLeftovers();
            assertThat(left).doesNotExist();
            assertThat(folder.socket().getParent()).exists();
        }
    }

    @Test
    void the_folder_of_a_live_process_is_none() throws Exception {
        Path alive = folderOf(ProcessHandle.current().pid());
        try (SocketFolder folder = create()) {
            folder.removeLeftovers();
        }
        assertThat(alive).exists();
    }

    @Test
    void the_folder_of_a_process_that_is_invisible_but_answers_is_none() throws Exception {
        Path invisible = folderOf(deadPid());
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(invisible.resolve("s")));
            try (SocketFolder folder = create()) {
                folder.removeLeftovers();
            }
            assertThat(invisible.resolve("s")).exists();
        }
    }

    @Test
    void what_only_looks_like_one_stays() throws Exception {
        Path other = Files.createDirectory(place.resolve("data-engineering-backup"));
        Path full = folderOf(deadPid());
        Files.createFile(full.resolve("somebody-elses"));
        try (SocketFolder folder = create()) {
            folder.removeLeftovers();
        }
        assertThat(other).exists();
        assertThat(full.resolve("somebody-elses")).exists();
    }

    @Test
    void a_link_that_somebody_put_there_leads_nowhere() throws Exception {
        Path precious = Files.createDirectories(place.resolve("precious/t"));
        Files.createFile(precious.resolve("file"));
        Files.createSymbolicLink(
                place.resolve("data-engineering-" + deadPid() + "-abc"), place.resolve("precious"));
        try (SocketFolder folder = create()) {
            folder.removeLeftovers();
        }
        assertThat(precious.resolve("file")).exists();
    }

    @Test
    void a_place_that_does_not_exist_is_said() {
        Map<String, String> environment =
                Map.of(SocketFolder.CHOSEN_FOLDER, place.resolve("missing").toString());
        assertThatThrownBy(() -> SocketFolder.create(environment))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("missing");
    }

    private SocketFolder create() {
        return SocketFolder.create(Map.of(SocketFolder.CHOSEN_FOLDER, place.toString()));
    }

    private Path folderOf(long pid) throws IOException {
        return Files.createDirectory(place.resolve("data-engineering-" + pid + "-abc"));
    }

    private static long deadPid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
