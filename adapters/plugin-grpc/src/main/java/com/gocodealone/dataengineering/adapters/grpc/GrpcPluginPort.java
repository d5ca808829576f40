package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.adapters.grpc.log.JulToSlf4j;
import com.gocodealone.dataengineering.adapters.grpc.log.LogRedaction;
import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.PluginPort;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.domain.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * Serves the plugin over gRPC to the engine that started this process. Once the engine has said
 * that it is over, or is gone, the plugin gets a limited time to close; {@link #serve} then returns
 * whether it has closed or not, and the caller should halt, because threads may be left. Standard
 * output belongs to this class from the first call on. Used once, by one thread.
 */
public final class GrpcPluginPort implements PluginPort {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcPluginPort.class);
    private static final int REFUSED = 1;

    /** The system property that tells providers where their temporary files are cleaned up. */
    private static final String TEMPORARY_FOLDER = "plugin.temporary";

    private final Map<String, String> environment;

    /** For the environment of this process. */
    public GrpcPluginPort() {
        this(System.getenv());
    }

    GrpcPluginPort(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public int serve(Function<Engine, Plugin> plugin) throws InterruptedException {
        Handshake handshake = Handshake.takeStandardOutput();
        if (!Handshake.isExpected(environment)) {
            System.err.println(Handshake.NOT_FOR_YOU);
            return REFUSED;
        }
        LogRedaction.install(new Secrets()::redact);
        JulToSlf4j.install();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> LOG.error("thread {} died", thread.getName(), thrown));
        EngineWatch watch = EngineWatch.overParent();
        try (Lifetime lifetime = new Lifetime(watch);
                SocketFolder folder = SocketFolder.create(environment);
                Transports transports = new Transports()) {
            System.setProperty(TEMPORARY_FOLDER, folder.temporary().toString());
            serve(plugin, handshake, new Place(lifetime, folder, transports, watch));
            return 0;
        } catch (Failure failure) {
            LOG.error("the plugin cannot start: {}", failure.fact());
            return REFUSED;
        }
    }

    private record Place(
            Lifetime lifetime, SocketFolder folder, Transports transports, EngineWatch watch) {}

    private static void serve(Function<Engine, Plugin> maker, Handshake handshake, Place place)
            throws InterruptedException {
        Broker broker = new Broker();
        try (CallbackEngine engine = new CallbackEngine(broker, place.transports())) {
            Plugin plugin = maker.apply(engine);
            LogRedaction.install(plugin.secrets()::redact);
            var parts =
                    new PluginServer.Parts(
                            place.transports(), broker, engine, place.watch(), place.lifetime());
            SocketFolder folder = place.folder();
            try (PluginServer _ = PluginServer.start(plugin, folder.socket(), parts)) {
                folder.closeToOthers();
                handshake.announce(folder.socket());
                folder.removeLeftovers();
                close(plugin, place.lifetime().await().patience());
            }
        }
    }

    /** The engine can still be called back meanwhile, so that what is under way may end well. */
    private static void close(Plugin plugin, Duration patience) throws InterruptedException {
        Thread closing =
                Thread.ofPlatform().daemon().name("closing").start(() -> closeLoudly(plugin));
        if (!closing.join(patience)) {
            LOG.warn("the plugin did not stop within {} and is left as it is", patience);
        }
    }

    private static void closeLoudly(Plugin plugin) {
        try {
            plugin.close();
        } catch (RuntimeException e) {
            LOG.warn("the plugin did not stop well", e);
        }
    }
}
