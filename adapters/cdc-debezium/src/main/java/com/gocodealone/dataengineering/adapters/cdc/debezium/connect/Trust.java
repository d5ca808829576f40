package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Refusals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client of Kafka Connect trusts. */
final class Trust {
    private Trust() {}

    /**
     * TLS that trusts the authorities of a PEM file and no others.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when {@code pem} holds no
     *     certificates
     */
    static SSLContext in(String option, String pem) {
        Collection<? extends Certificate> roots = certificates(option, pem);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate root : roots) {
                store.setCertificateEntry("root" + store.size(), root);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw Refusals.invalid(none(option, pem), e);
        }
    }

    /**
     * What is in a PEM file.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure INVALID when that is no certificate
     */
    static Collection<? extends Certificate> certificates(String option, String pem) {
        try (InputStream file = Files.newInputStream(Path.of(pem))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(file);
            if (found.isEmpty()) {
                throw Refusals.invalid(none(option, pem), null);
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw Refusals.invalid(none(option, pem), e);
        }
    }

    private static String none(String option, String pem) {
        return "options.%s: %s is not a readable PEM file of certificates".formatted(option, pem);
    }
}
