/**
 * A random workload on a real database while plugin, engine, database and network fail at random;
 * in the end every pipeline must have seen what the database committed. A database is a {@link
 * com.gocodealone.dataengineering.bootstrap.torture.Victim}, so another one, or another provider,
 * runs through the same suite.
 */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.torture;

import org.jspecify.annotations.NullMarked;
