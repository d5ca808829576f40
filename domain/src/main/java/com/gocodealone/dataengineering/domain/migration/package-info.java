/** Migrations in Flyway's conventions: its names, its checksums and its history. */
@NullMarked
package com.gocodealone.dataengineering.domain.migration;

import org.jspecify.annotations.NullMarked;
