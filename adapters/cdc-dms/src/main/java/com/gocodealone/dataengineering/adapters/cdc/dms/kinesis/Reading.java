package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import java.time.Duration;

/**
 * What all shards of a stream share while they are read.
 *
 * @param pause between two readings of a shard; AWS allows five a second, of all readers together
 */
public record Reading(PageQueue queue, Tips tips, Duration pause) {}
