package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;

import java.util.List;

/** Which changes a trigger wants; an empty list wants all. Immutable. */
record EventFilter(List<TablePattern> tables, List<Operation> actions) {
    boolean wants(ChangeEvent event) {
        return (actions.isEmpty() || actions.contains(event.operation()))
                && TablePattern.anyMatches(tables, event.table());
    }
}
