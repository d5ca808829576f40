package com.gocodealone.dataengineering.application.tenancy;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How {@link TenantDatabase#delete} goes about it.
 *
 * @param grace how long the tenant must have been archived before
 * @param backup the folder that gets the tenant's rows first; null for none
 */
public record Deletion(Duration grace, @Nullable Path backup) {}
