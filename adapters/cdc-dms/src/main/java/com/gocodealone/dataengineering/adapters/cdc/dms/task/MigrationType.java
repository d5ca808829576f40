package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;

/** What a task reads. */
public enum MigrationType {
    /** Changes alone. */
    CDC(MigrationTypeValue.CDC),
    /** The rows that are there, and no changes. */
    FULL_LOAD(MigrationTypeValue.FULL_LOAD),
    /** The rows that are there, then the changes. */
    FULL_LOAD_AND_CDC(MigrationTypeValue.FULL_LOAD_AND_CDC);

    private final MigrationTypeValue value;

    MigrationType(MigrationTypeValue value) {
        this.value = value;
    }

    MigrationTypeValue value() {
        return value;
    }
}
