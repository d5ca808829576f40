package com.gocodealone.dataengineering.bootstrap.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.bootstrap.Seed;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Short by itself, long by hand: {@code ./mvnw -Ptorture verify -Dtorture.minutes=10}. {@code
 * -Dtorture.seed=…} makes another plan, and the same again; {@code random} draws one. {@code
 * -Dtorture.only=postgres} tortures one database, {@code -Dtorture.provider=bento} another
 * provider.
 */
class TortureIT {
    private static final String ONLY = "torture.only";
    private static final Provider PROVIDER =
            Provider.named(System.getProperty("torture.provider", "debezium"));
    private static final long SEED = Seed.of("torture.seed");
    private static final Duration LENGTH =
            Duration.ofMillis(
                    (long) (60_000 * Double.parseDouble(System.getProperty("torture.minutes"))));

    @Test
    void nothing_is_lost_of_a_tortured_postgres() throws Exception {
        torture("postgres", Victim::postgres);
    }

    @Test
    void nothing_is_lost_of_a_tortured_mariadb() throws Exception {
        Assumptions.assumeTrue(PROVIDER != Provider.KAFKA_CONNECT, "it reads PostgreSQL only");
        torture("mariadb", Victim::mariaDb);
    }

    private interface Start {
        Victim at(Path data, Provider provider) throws IOException;
    }

    private static void torture(String name, Start victim) throws Exception {
        String only = System.getProperty(ONLY, "");
        Assumptions.assumeTrue(only.isEmpty() || only.equals(name), "not what is to be tortured");
        System.err.printf(
                "*** torture of %s and %s for %s; again with -Dtorture.seed=%d ***%n",
                name, PROVIDER.text(), LENGTH, SEED);
        Path work = Files.createTempDirectory("t");
        List<String> complaints;
        String story;
        try (Torture torture =
                new Torture(SEED, LENGTH, work, victim.at(work.resolve("database"), PROVIDER))) {
            complaints = torture.run();
            story = torture.story();
        }
        assertThat(complaints)
                .as("seed %d, files in %s; what happened:%n%s", SEED, work, story)
                .isEmpty();
        remove(work);
    }

    private static void remove(Path work) throws IOException {
        try (var files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
