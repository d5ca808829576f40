package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.UUID;

/**
 * Certificates of a PEM file in a store of Java's, because Debezium reads nothing else. The file is
 * the owner's alone, and lives as long as this.
 */
record TrustStore(Path file, String password) implements AutoCloseable {
    /**
     * Null when there is nothing to put in it.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when {@code pem} holds no
     *     certificates
     */
    static @Nullable TrustStore of(@Nullable String pem) {
        if (pem == null) {
            return null;
        }
        String password = UUID.randomUUID().toString();
        try (InputStream in = Files.newInputStream(Path.of(pem))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("root" + number++, one);
            }
            Path file = Files.createTempFile("roots", ".p12"); // for its owner alone
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return new TrustStore(file, password);
        } catch (IOException | GeneralSecurityException e) {
            throw Refusals.invalid(
                    "sslrootcert: %s holds no certificates: %s".formatted(pem, Refusals.message(e)),
                    e);
        }
    }

    @Override
    public void close() {
        Quietly.close(() -> Files.deleteIfExists(file));
    }
}
