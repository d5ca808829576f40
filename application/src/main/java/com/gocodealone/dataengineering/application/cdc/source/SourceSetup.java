package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.domain.cdc.SourceSpec;

/**
 * A source as somebody configured it. Immutable.
 *
 * @param owner the module or step that configured it, for sentences
 */
public record SourceSetup(SourceSpec spec, SourcePolicy policy, String owner) {
    String id() {
        return spec.sourceId();
    }
}
