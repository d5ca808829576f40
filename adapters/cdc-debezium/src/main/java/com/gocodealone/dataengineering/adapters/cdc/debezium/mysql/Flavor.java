package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.mariadb.jdbc.Driver;

import java.sql.SQLException;
import java.util.Locale;

/** Which of the two servers a source is. */
enum Flavor {
    MYSQL("MySQL", "io.debezium.connector.mysql.MySqlConnector"),
    MARIADB("MariaDB", "io.debezium.connector.mariadb.MariaDbConnector");

    private final String title;
    private final String connector;

    Flavor(String title, String connector) {
        this.title = title;
        this.connector = connector;
    }

    /** By the word that users write after {@code source_type:}. */
    static Flavor of(String sourceType) {
        return valueOf(sourceType.toUpperCase(Locale.ROOT));
    }

    /** Its name as people write it. */
    String title() {
        return title;
    }

    /** The class of Debezium's connector. */
    String connector() {
        return connector;
    }

    String url(Dsn dsn) {
        return "jdbc:%s://%s:%d/"
                .formatted(name().toLowerCase(Locale.ROOT), dsn.host(), dsn.port());
    }

    java.sql.Driver driver() throws SQLException {
        return switch (this) {
            case MYSQL -> new com.mysql.cj.jdbc.Driver();
            case MARIADB -> new Driver();
        };
    }
}
