/** Reads a Kinesis stream: shards, checkpoints, and a bounded queue. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.dms.kinesis;

import org.jspecify.annotations.NullMarked;
