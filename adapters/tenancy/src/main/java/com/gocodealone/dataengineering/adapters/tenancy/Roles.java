package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.tenancy.Placement;
import com.gocodealone.dataengineering.domain.tenancy.TenantRole;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/** The roles of tenants on one kind of server. Stateless and thread-safe. */
interface Roles {
    /**
     * Makes the role unless it is there, and binds it to its limits; from here on it may log in.
     *
     * @param password what it logs in with; null to leave that as it is
     * @throws Failure CONFLICT when there is a role of this name that is not the tenant's
     */
    void make(Handle handle, TenantRole role, Placement place, @Nullable String password)
            throws SQLException;

    /**
     * Lets the role, if there is one, read and write in {@code place}, in whose database the
     * transaction is.
     */
    void grant(Handle handle, TenantRole role, Placement place) throws SQLException;

    /** Keeps the role, with its password, out of {@code place}, and ends its sessions. */
    void lock(Handle handle, TenantRole role, Placement place) throws SQLException;

    /** Removes the role, whose place is gone. */
    void drop(Handle handle, TenantRole role, Placement place) throws SQLException;

    /**
     * Makes the rest of the transaction act as the role, where the server can do that.
     *
     * @return whether there is such a role
     */
    boolean enter(Handle handle, TenantRole role) throws SQLException;
}
