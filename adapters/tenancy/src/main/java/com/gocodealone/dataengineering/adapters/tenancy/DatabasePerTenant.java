package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.tenancy.OwnName;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import java.util.List;

/** Every tenant has a database. Stateless. */
public final class DatabasePerTenant implements TenancyStrategy {
    @Override
    public String name() {
        return "db_per_tenant";
    }

    @Override
    public List<String> aliases() {
        return List.of("database", "db");
    }

    @Override
    public void validate(TenancySpec spec) {
        OwnName.of(spec.server(), spec.schemaPrefix(), "x");
    }

    @Override
    public Placement place(TenancySpec spec, String tenantId) {
        return new Placement.OwnDatabase(OwnName.of(spec.server(), spec.schemaPrefix(), tenantId));
    }
}
