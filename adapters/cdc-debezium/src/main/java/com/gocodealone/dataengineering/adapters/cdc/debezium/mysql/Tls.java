package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.Nullable;

/**
 * How the connections of a source are encrypted. Immutable.
 *
 * @param rootCertificates file of the authorities that are trusted (PEM); null means the system's
 */
record Tls(TlsMode mode, @Nullable String rootCertificates) {
    Tls withMode(TlsMode other) {
        return new Tls(other, rootCertificates);
    }
}
