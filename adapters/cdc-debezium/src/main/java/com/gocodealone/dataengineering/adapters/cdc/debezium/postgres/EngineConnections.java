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
        Scope scope = Scope.of(config.getString(EngineSettings.STREAM));
        Properties more = new Properties();
        boolean replication = config.hasKey("replication");
        for (String key :
                new String[] {"replication", "preferQueryMode", "assumeMinServerVersion"}) {
            if (config.hasKey(key)) {
                more.setProperty(key, config.getString(key));
            }
        }
        Connections connections = scope.part(Connections.class);
        return replication
                ? connections.stream(scope, more)
                : connections.connect(Database.Purpose.READER, more);
    }
}
