package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

import java.util.List;
import java.util.Set;

/** Finds a source ill whose tables are called so, and repeats what it was told. */
final class ExaminedProvider implements CdcProvider {
    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.DIAGNOSIS);
    }

    @Override
    public void validate(SourceSpec source) {}

    @Override
    public ChangeStream open(SourceSpec source, StreamContext context) {
        throw new Failure(Failure.Kind.UNSUPPORTED, "a doctor opens nothing");
    }

    @Override
    public List<Finding> diagnose(SourceSpec source, StreamContext context) {
        Finding connection = new Finding(Grade.OK, "connection", "" + source.connection(), null);
        Finding limit = new Finding(Grade.WARNING, "limit", "there is none", "SET limit;");
        Finding table = new Finding(Grade.ERROR, "tables", "ill is ill", "CURE ill;");
        return source.tables().contains("ill")
                ? List.of(connection, limit, table)
                : List.of(connection, limit);
    }
}
