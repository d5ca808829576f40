/**
 * The configured sources while they run: opened, pumped, watched, opened again, and what is kept of
 * them.
 */
@NullMarked
package com.gocodealone.dataengineering.application.cdc.source;

import org.jspecify.annotations.NullMarked;
