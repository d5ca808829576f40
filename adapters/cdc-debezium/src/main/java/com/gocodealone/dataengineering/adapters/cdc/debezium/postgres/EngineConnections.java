package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.EngineSettings;
import com.gocodealone.dataengineering.adapters.cdc.debezium.engine.Scope;

import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Debezium's connections are made where ours are, so they follow the same rules and Debezium never
 * learns the password. Made by Debezium, by name.
 */
public final class EngineConnections implements JdbcConnection.ConnectionFactory {
    /** For Debezium. */
    public EngineConnections() {}

    @Override
    public Connection connect(JdbcConfiguration config) throws SQLException {
        Connections connections =
                Scope.of(config.getString(EngineSettings.STREAM)).part(Connections.class);
        Properties more = new Properties();
        boolean replication = config.hasKey("replication");
        for (String key :
                new String[] {"replication", "preferQueryMode", "assumeMinServerVersion"}) {
            if (config.hasKey(key)) {
                more.setProperty(key, config.getString(key));
            }
        }
        if (replication) {
            more.setProperty("socketFactory", PatientSockets.class.getName());
        }
        Database.Purpose purpose = replication ? Database.Purpose.STREAM : Database.Purpose.READER;
        return connections.connect(purpose, more);
    }
}
