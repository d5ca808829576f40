package com.gocodealone.dataengineering.domain.tenancy;

import com.gocodealone.dataengineering.domain.config.Doc;

/** What became of a tenant. */
public enum TenantState {
    @Doc("Being made; when that was interrupted, the next tenant_provision completes it")
    PROVISIONING,
    @Doc("In use")
    ACTIVE,
    @Doc("Put away by tenant_deprovision; tenant_provision with restore brings it back")
    ARCHIVED,
    @Doc("Being removed; when that was interrupted, the next tenant_deprovision completes it")
    DELETING,
    @Doc("Removed; the entry stays, so that the id is not taken again by mistake")
    DELETED
}
