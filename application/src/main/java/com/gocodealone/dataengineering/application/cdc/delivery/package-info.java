/**
 * The delivery guarantee: what of a source's events each trigger gets, in which order, how often a
 * failing workflow is tried, and what becomes of an event that nobody can take. Knows nothing of
 * where the events come from.
 */
@NullMarked
package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.NullMarked;
