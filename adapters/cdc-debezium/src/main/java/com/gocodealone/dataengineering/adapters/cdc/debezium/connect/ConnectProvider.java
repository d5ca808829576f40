package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import org.apache.kafka.clients.admin.Admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads PostgreSQL with a Debezium that runs on a Kafka Connect cluster: makes and manages the
 * connector, and reads its topic. Stateless and thread-safe.
 */
public final class ConnectProvider implements CdcProvider {
    private static final String READER = "kafka_reader";

    /** Does nothing. */
    public ConnectProvider() {}

    /** Whether {@code source} names a Kafka Connect cluster. */
    public static boolean reads(SourceSpec source) {
        return Setup.isOf(source);
    }

    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.INITIAL_SNAPSHOT, Capability.RELEASE);
    }

    @Override
    public void validate(SourceSpec source) {
        Setup.of(source);
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        Setup setup = Setup.of(source);
        Cluster cluster = Cluster.of(setup);
        boolean open = false;
        try {
            cluster.topic().reach();
            cluster.topic().make();
            if (context.begin() != StreamContext.Begin.RESUME) {
                cluster.connector().forget();
                cluster.topic().skip();
            }
            cluster.connector().run(context.begin());
            boolean readBefore = context.state().get(READER) != null;
            var consumer =
                    KafkaClients.consumer(setup, reader(context.state()), context.maxQueuedBytes());
            Watch watch = new Watch(cluster.connector(), cluster.topic(), setup);
            ChangeStream stream = new TopicStream(setup, readBefore, consumer, watch, cluster);
            open = true;
            return stream;
        } finally {
            if (!open) {
                Quietly.close(cluster);
            }
        }
    }

    /** Stays the same, so that an engine that was killed has its partitions again at once. */
    private static String reader(StateStore state) {
        String known = state.get(READER);
        if (known != null) {
            return known;
        }
        String made = UUID.randomUUID().toString();
        state.put(Map.of(READER, made));
        return made;
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context)
            throws InterruptedException {
        Setup setup = Setup.of(source);
        try (Cluster cluster = Cluster.of(setup)) {
            List<String> givenUp = new ArrayList<>();
            if (cluster.connector().delete()) {
                givenUp.add("connector %s with slot %s".formatted(setup.name(), setup.slot()));
                if (setup.options().topic() == null) {
                    cluster.topic().delete();
                    givenUp.add("topic %s with group %s".formatted(setup.topic(), setup.group()));
                }
            }
            context.state().remove(READER);
            return List.copyOf(givenUp);
        }
    }

    /** What is asked, beside the topic's changes. */
    private record Cluster(Connector connector, Topic topic, RestApi rest, Admin admin)
            implements AutoCloseable {
        static Cluster of(Setup setup) {
            RestApi rest = new RestApi(setup);
            Admin admin;
            try {
                admin = KafkaClients.admin(setup);
            } catch (Failure refused) {
                rest.close();
                throw refused;
            }
            return new Cluster(new Connector(setup, rest), new Topic(setup, admin), rest, admin);
        }

        @Override
        public void close() {
            rest.close();
            admin.close(Duration.ZERO);
        }
    }
}
