package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.tenancy.Identifier;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Server;
import com.gocodealone.dataengineering.domain.tenancy.TableName;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import java.util.List;

/** All tenants share their tables; the database keeps the rows apart. Stateless. */
public final class RowLevel implements TenancyStrategy {
    private static final int LONGEST_ID = 200;

    @Override
    public String name() {
        return "row_level";
    }

    @Override
    public List<String> aliases() {
        return List.of("row");
    }

    @Override
    public void validate(TenancySpec spec) {
        Problems problems = new Problems();
        if (spec.server() == Server.MYSQL) {
            problems.add(
                    "strategy: row_level needs row-level security, which MySQL and MariaDB do not"
                            + " have, so nothing there would keep tenants apart; use"
                            + " schema_per_tenant or db_per_tenant");
        }
        if (spec.tables().isEmpty()) {
            problems.add("tables is required: the tables that the tenants share");
        }
        if (spec.tenantColumn().isBlank()) {
            problems.add("tenant_column is required");
        }
        problems.throwIfAny();
        spec.tables().forEach(TableName::parse);
    }

    /** Any text may be an id here: it is a value and never a name. */
    @Override
    public Placement place(TenancySpec spec, String tenantId) {
        if (tenantId.isBlank() || tenantId.length() > LONGEST_ID || tenantId.indexOf('\0') >= 0) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "tenant_id: an id has 1 to %d characters and cannot be blank"
                            .formatted(LONGEST_ID));
        }
        String role = spec.role();
        return new Placement.SharedRows(
                new Identifier(spec.tenantColumn()),
                tenantId,
                spec.tables().stream().map(TableName::parse).toList(),
                role == null ? null : new Identifier(role));
    }
}
