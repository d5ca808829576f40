package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The options of a journal. */
record Options(
        @Doc("The most changes of a batch") @Default("100") int batchEvents,
        @Doc("What it does wrong") @Default("none") Fault fault,
        @Doc("Without any capability") @Default("false") boolean bare) {
    static Options of(SourceSpec source) {
        return source.options()
                .without(List.of("no_such_option", "nor_this_one"))
                .as(Options.class);
    }

    Set<Capability> declared() {
        Set<Capability> declared = EnumSet.allOf(Capability.class);
        declared.removeIf(one -> bare || fault.denies(one));
        return declared;
    }

    boolean does(Capability one) {
        return !bare && !fault.feigns(one);
    }
}
