package com.gocodealone.dataengineering.adapters.cdc.dms.aws;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A service of AWS that the provider talks to. */
enum Service {
    DMS,
    KINESIS,
    CLOUDWATCH,
    STS;

    static final List<String> NAMES = Stream.of(values()).map(Service::key).toList();

    /** Its name in {@code endpoint_urls}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
