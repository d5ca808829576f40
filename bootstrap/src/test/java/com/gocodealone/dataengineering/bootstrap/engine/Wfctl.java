package com.gocodealone.dataengineering.bootstrap.engine;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The workflow engine's own installer. */
final class Wfctl {
    private Wfctl() {}

    /** Installs {@code archive} for the engine with that data directory, from a web server. */
    static Answer install(Archive archive, Path data) throws IOException, InterruptedException {
        Path file = archive.file().toAbsolutePath();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server =
                SimpleFileServer.createFileServer(
                        anyPort, file.getParent(), SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            int port = server.getAddress().getPort();
            ProcessBuilder wfctl =
                    new ProcessBuilder(
                            EngineBinary.of("wfctl").toString(),
                            "plugin",
                            "install",
                            "-plugin-dir",
                            data.resolve("plugins").toString(),
                            "-url",
                            "http://127.0.0.1:%d/%s".formatted(port, file.getFileName()),
                            "-sha256",
                            archive.checksum());
            return Answer.of(wfctl.directory(data.toFile())); // it leaves a lock file
        } finally {
            server.stop(0);
        }
    }
}
