package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.config.Doc;

import org.jspecify.annotations.Nullable;

/** What steps that name a {@code data.tenancy} need not say. */
record Usual(
        @Doc(
                        "Where the pipeline's data has the tenant's id, such as"
                                + " after.tenant_id, for steps without tenant_id")
                @Nullable String tenantKey,
        @Doc(
                        "The folder with the migrations, as a path from the root, for steps without"
                                + " migrations: new tenants get them, too")
                @Nullable String migrations) {

    static final Usual NOTHING = new Usual(null, null);

    Usual {
        if (migrations != null) {
            MigrationKeys.fromRoot("migrations", migrations);
        }
    }
}
