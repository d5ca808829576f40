package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.Nullable;

/**
 * How the connections of a source are encrypted. Immutable.
 *
 * @param rootCertificates file of the authorities that are trusted (PEM); null means the system's
 * @param client what the client shows; null when that is nothing
 */
record Tls(TlsMode mode, @Nullable String rootCertificates, @Nullable Client client) {
    /**
     * A certificate and its key, each a file.
     *
     * @param password of the key; null when it has none
     */
    record Client(String certificate, String key, @Nullable String password) {
        @Override
        public String toString() {
            return certificate;
        }
    }

    Tls withMode(TlsMode other) {
        return new Tls(other, rootCertificates, client);
    }
}
