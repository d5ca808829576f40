package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Quietly;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.UUID;

/**
 * Certificates of a PEM file in a store of Java's, because Debezium reads nothing else. The file is
 * the owner's alone, and lives as long as this.
 */
record StoreFile(Path file, String password) implements AutoCloseable {
    /**
     * The authorities that are trusted.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when {@code pem} holds no
     *     certificates
     */
    static StoreFile ofRoots(String pem) {
        Certificate[] roots = certificates("sslrootcert", pem);
        return write(
                (store, password) -> {
                    for (int i = 0; i < roots.length; i++) {
                        store.setCertificateEntry("root" + i, roots[i]);
                    }
                });
    }

    /**
     * What the client shows.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when the files hold no
     *     certificate and its key
     */
    static StoreFile ofClient(Tls.Client client) {
        Certificate[] chain = certificates("sslcert", client.certificate());
        PrivateKey key = ClientKey.read(client);
        return write((store, password) -> store.setKeyEntry("client", key, password, chain));
    }

    private static Certificate[] certificates(String option, String pem) {
        try (InputStream in = Files.newInputStream(Path.of(pem))) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
        } catch (IOException | GeneralSecurityException e) {
            throw Refusals.invalid(
                    "%s: %s holds no certificates: %s".formatted(option, pem, Refusals.message(e)),
                    e);
        }
    }

    private interface Content {
        void into(KeyStore store, char[] password) throws GeneralSecurityException;
    }

    private static StoreFile write(Content content) {
        String password = UUID.randomUUID().toString();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            content.into(store, password.toCharArray());
            Path file = Files.createTempFile(folder(), "certificates", ".p12"); // its owner's alone
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            return new StoreFile(file, password);
        } catch (IOException | GeneralSecurityException e) {
            throw Refusals.invalid(
                    "the certificates could not be prepared: " + Refusals.message(e), e);
        }
    }

    /** Where the plugin removes what a killed process left behind. */
    private static Path folder() {
        return Path.of(
                System.getProperty("plugin.temporary", System.getProperty("java.io.tmpdir")));
    }

    @Override
    public void close() {
        Quietly.close(() -> Files.deleteIfExists(file));
    }
}
