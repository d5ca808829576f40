package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Makes connections to one server. Immutable, thread-safe. */
final class Database {
    /** None of our questions takes the server nearly as long. */
    private static final int LONGEST_ANSWER_MILLIS = 60_000;

    private final Flavor flavor;
    private final Dsn dsn;
    private final Tls tls;
    private final Duration connectTimeout;
    private final Stores stores;

    /**
     * @param stores of {@code tls}'s certificates
     */
    Database(Flavor flavor, Dsn dsn, Tls tls, Duration connectTimeout, Stores stores) {
        this.flavor = flavor;
        this.dsn = dsn;
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.stores = stores;
    }

    Flavor flavor() {
        return flavor;
    }

    Dsn dsn() {
        return dsn;
    }

    Tls tls() {
        return tls;
    }

    Stores stores() {
        return stores;
    }

    private Database withMode(TlsMode mode) {
        return new Database(flavor, dsn, tls.withMode(mode), connectTimeout, stores);
    }

    /**
     * This, with a mode that works: only one of the drivers knows "encrypted when the server can".
     *
     * @throws com.gocodealone.dataengineering.domain.Failure that says in one sentence why there is
     *     no connection
     */
    Database settled() {
        if (flavor == Flavor.MYSQL || tls.mode() != TlsMode.PREFER) {
            return this;
        }
        Database encrypted = withMode(TlsMode.REQUIRE);
        try {
            encrypted.connect().close();
            return encrypted;
        } catch (SQLException e) {
            return MySqlRefusals.isAboutEncryption(e) ? withMode(TlsMode.DISABLE) : encrypted;
        }
    }

    /**
     * A connection whose session is in UTC.
     *
     * @throws com.gocodealone.dataengineering.domain.Failure that says in one sentence why there is
     *     none
     */
    Connection open() {
        try {
            return connect();
        } catch (SQLException e) {
            throw MySqlRefusals.of(e, this);
        }
    }

    /** The same, for those who handle the driver's refusal themselves. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(driverProperties());
        properties.setProperty("user", dsn.user());
        if (dsn.password() != null) {
            properties.setProperty("password", dsn.password());
        }
        properties.setProperty("sslMode", tls.mode().word(flavor));
        String patience = String.valueOf(connectTimeout.toMillis());
        properties.setProperty("connectTimeout", patience);
        properties.setProperty("socketTimeout", patience); // until the server has said a word
        Connection connection = flavor.driver().connect(flavor.url(dsn), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know this URL");
        }
        connection.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
        return connection;
    }

    /** What Debezium's connections want too: exact times, and no file of this machine. */
    Map<String, String> driverProperties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("tcpKeepAlive", "true");
        switch (flavor) {
            case MYSQL -> {
                properties.put("connectionTimeZone", "UTC");
                properties.put("forceConnectionTimeZoneToSession", "true");
                properties.put("zeroDateTimeBehavior", "CONVERT_TO_NULL");
                properties.put("tinyInt1isBit", "false");
                properties.put("yearIsDateType", "false");
                properties.put("allowLoadLocalInfile", "false");
                String retrieval = dsn.parameters().get("allowpublickeyretrieval");
                if (retrieval != null) {
                    properties.put("allowPublicKeyRetrieval", retrieval);
                }
            }
            case MARIADB -> {
                properties.put("timezone", "UTC");
                properties.put("preserveInstants", "true");
                properties.put("tinyInt1isBit", "false");
                properties.put("yearIsDateType", "false");
                properties.put("allowLocalInfile", "false");
            }
        }
        putCertificates(properties);
        return properties;
    }

    private void putCertificates(Map<String, String> properties) {
        StoreFile roots = stores.roots();
        StoreFile client = stores.client();
        switch (flavor) {
            case MYSQL -> {
                put(properties, "trustCertificateKeyStore", roots);
                put(properties, "clientCertificateKeyStore", client);
            }
            case MARIADB -> {
                if (tls.rootCertificates() != null) {
                    properties.put("serverSslCert", tls.rootCertificates());
                }
                if (client != null) {
                    properties.put("keyStore", client.file().toString());
                    properties.put("keyStorePassword", client.password());
                }
            }
        }
    }

    private static void put(Map<String, String> properties, String key, @Nullable StoreFile store) {
        if (store != null) {
            properties.put(key + "Url", store.file().toUri().toString());
            properties.put(key + "Password", store.password());
            properties.put(key + "Type", "PKCS12");
        }
    }
}
