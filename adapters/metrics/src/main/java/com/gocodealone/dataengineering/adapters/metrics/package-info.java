/** The way out for figures: Prometheus text to be fetched, OpenTelemetry to be sent. */
@NullMarked
package com.gocodealone.dataengineering.adapters.metrics;

import org.jspecify.annotations.NullMarked;
