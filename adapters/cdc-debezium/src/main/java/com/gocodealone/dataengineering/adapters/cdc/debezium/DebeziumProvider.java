package com.gocodealone.dataengineering.adapters.cdc.debezium;

import com.gocodealone.dataengineering.adapters.cdc.debezium.connect.ConnectProvider;
import com.gocodealone.dataengineering.adapters.cdc.debezium.mysql.MySqlProvider;
import com.gocodealone.dataengineering.adapters.cdc.debezium.postgres.PostgresProvider;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads databases with a Debezium that runs in this process or, where {@code connection} is the URL
 * of a Kafka Connect cluster, there. Stateless and thread-safe.
 */
public final class DebeziumProvider implements CdcProvider {
    private final CdcProvider postgres = new PostgresProvider();
    private final CdcProvider mysql = new MySqlProvider();
    private final CdcProvider connect = new ConnectProvider();

    /** For the service loader. */
    public DebeziumProvider() {}

    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.copyOf(postgres.capabilities());
        all.addAll(mysql.capabilities());
        all.addAll(connect.capabilities());
        return Set.copyOf(all);
    }

    @Override
    public Set<Capability> capabilities(SourceSpec source) {
        return of(source).capabilities();
    }

    @Override
    public void validate(SourceSpec source) {
        of(source).validate(source);
    }

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) throws InterruptedException {
        return of(source).open(source, context);
    }

    @Override
    public List<String> release(SourceSpec source, StreamContext context)
            throws InterruptedException {
        return of(source).release(source, context);
    }

    @Override
    public List<Finding> diagnose(SourceSpec source, StreamContext context)
            throws InterruptedException {
        return of(source).diagnose(source, context);
    }

    private CdcProvider of(SourceSpec source) {
        if (ConnectProvider.reads(source)) {
            return connect;
        }
        return switch (source.sourceType().toLowerCase(Locale.ROOT)) {
            case "postgres", "postgresql" -> postgres;
            case "mysql", "mariadb" -> mysql;
            default ->
                    throw new Failure(
                            Failure.Kind.INVALID,
                            ("source_type \"%s\" is not one of postgres, mysql and mariadb, which"
                                            + " provider debezium reads")
                                    .formatted(source.sourceType()));
        };
    }
}
