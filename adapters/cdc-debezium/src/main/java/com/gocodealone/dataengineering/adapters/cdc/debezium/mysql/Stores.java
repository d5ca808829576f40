package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;

import org.jspecify.annotations.Nullable;

/** The certificates of a source, in files that live as long as this. Immutable. */
record Stores(@Nullable StoreFile roots, @Nullable StoreFile client) implements AutoCloseable {
    /**
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when a file of {@code tls}
     *     does not hold what it should
     */
    static Stores of(Tls tls) {
        String pem = tls.rootCertificates();
        Tls.Client shown = tls.client();
        StoreFile client = shown == null ? null : StoreFile.ofClient(shown);
        return new Stores(pem == null ? null : StoreFile.ofRoots(pem), client);
    }

    @Override
    public void close() {
        Quietly.close(roots);
        Quietly.close(client);
    }
}
