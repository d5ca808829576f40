package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.OwnName;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Server;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import java.util.List;

/** Every tenant has a schema. Stateless. */
public final class SchemaPerTenant implements TenancyStrategy {
    @Override
    public String name() {
        return "schema_per_tenant";
    }

    @Override
    public List<String> aliases() {
        return List.of("schema");
    }

    @Override
    public void validate(TenancySpec spec) {
        if (spec.server() == Server.MYSQL && !spec.sharedSchemas().isEmpty()) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "shared_schemas: MySQL looks for a name in one database only; write"
                            + " shared.orders in the statements instead");
        }
        shared(spec);
        OwnName.of(spec.server(), spec.schemaPrefix(), "x");
    }

    @Override
    public Placement place(TenancySpec spec, String tenantId) {
        return new Placement.OwnSchema(
                OwnName.of(spec.server(), spec.schemaPrefix(), tenantId), shared(spec));
    }

    private static List<Identifier> shared(TenancySpec spec) {
        return spec.sharedSchemas().stream().map(Identifier::new).toList();
    }
}
