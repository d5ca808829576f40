package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;

import java.util.List;

/**
 * The changes of one position.
 *
 * @param end where the journal goes on after them
 */
record Group(Position position, List<ChangeEvent> events, long bytes, long end) {}
