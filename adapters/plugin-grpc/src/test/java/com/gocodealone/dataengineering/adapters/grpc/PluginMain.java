package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that serves a plugin which prints whatever it likes. */
final class PluginMain {
    static final String STUCK = "TEST_STUCK";

    private static final Logger LOG = LoggerFactory.getLogger(PluginMain.class);

    private PluginMain() {}

    public static void main(String[] args) throws InterruptedException {
        int code = new GrpcPluginPort().serve(PluginMain::plugin);
        Runtime.getRuntime().halt(code);
    }

    private static Plugin plugin(Engine engine) {
        System.out.println("a library says hello");
        return TestTypes.plugin(
                List.of(
                        TestTypes.module(() -> LOG.info("module started"), PluginMain::stop),
                        TestTypes.trigger(engine)),
                List.of(TestTypes.echoStep(), TestTypes.brokenStep(), noisyStep()));
    }

    private static TestTypes.FakeStep<TestTypes.Nothing, TestTypes.Nothing> noisyStep() {
        return TestTypes.nothing(
                "step.noisy",
                input -> {
                    System.out.println("1|1|tcp|127.0.0.1:1|grpc");
                    System.out.flush();
                    LOG.atInfo()
                            .addKeyValue("dsn", "postgres://u:" + TestTypes.SECRET + "@h/d")
                            .log("connecting with {}", TestTypes.SECRET);
                    java.util.logging.Logger.getLogger("some.library")
                            .warning("jul knows " + TestTypes.SECRET);
                    return input;
                });
    }

    private static void stop() {
        LOG.info("module stopped");
        if (System.getenv(STUCK) != null) {
            awaitForever();
        }
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
