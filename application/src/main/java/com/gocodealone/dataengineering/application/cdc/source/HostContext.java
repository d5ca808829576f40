package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;

/** What one stream is lent. */
record HostContext(StateStore state, long maxQueuedBytes, Begin begin) implements StreamContext {}
