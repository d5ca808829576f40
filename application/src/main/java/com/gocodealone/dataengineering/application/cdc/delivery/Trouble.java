package com.gocodealone.dataengineering.application.cdc.delivery;

import java.time.Instant;

/** What went wrong, and when it is tried again. */
public record Trouble(String reason, Instant nextRetryAt) {}
