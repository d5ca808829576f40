package com.gocodealone.dataengineering.adapters.cdc.tck.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.OwnName;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.Statement;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import java.util.List;

/** Every tenant has a schema; with a fault, one thing is wrong. */
public final class ByCompany implements TenancyStrategy {
    /** What is wrong, and which rule says so. */
    enum Fault {
        NONE(0),
        ANOTHER_NAME(601),
        REFUSES_EVERYTHING(602),
        FAILS_WITH_A_BLANK_ID(603),
        FORGETS_WHERE_IT_WAS(604),
        TAKES_LETTERS_ONLY(605),
        REMOVES_MORE(606),
        ARCHIVES_FOR_GOOD(607);

        private final int rule;

        Fault(int rule) {
            this.rule = rule;
        }

        int rule() {
            return rule;
        }
    }

    private final Fault fault;
    private int asked;

    public ByCompany() {
        this(Fault.NONE);
    }

    ByCompany(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String name() {
        return fault == Fault.ANOTHER_NAME ? "by_firm" : "by_company";
    }

    @Override
    public void validate(TenancySpec spec) {
        if (fault == Fault.REFUSES_EVERYTHING) {
            throw new Failure(Failure.Kind.INVALID, "schema_prefix is wrong");
        }
    }

    @Override
    public Placement place(TenancySpec spec, String tenantId) {
        if (fault == Fault.FAILS_WITH_A_BLANK_ID && tenantId.isBlank()) {
            throw new IllegalArgumentException("blank");
        }
        asked++;
        String prefix = fault == Fault.FORGETS_WHERE_IT_WAS ? "company" + asked : "company_";
        String id = fault == Fault.TAKES_LETTERS_ONLY ? tenantId.replaceAll("[-_]", "") : tenantId;
        return new Placement.OwnSchema(OwnName.of(spec.server(), prefix, id), List.of());
    }

    @Override
    public List<Statement> delete(Placement place) {
        return fault == Fault.REMOVES_MORE
                ? List.of(Statement.of("DROP SCHEMA company_acme CASCADE"))
                : place.drop();
    }

    @Override
    public List<Statement> restore(Placement place) {
        return fault == Fault.ARCHIVES_FOR_GOOD ? List.of() : place.restore();
    }
}
