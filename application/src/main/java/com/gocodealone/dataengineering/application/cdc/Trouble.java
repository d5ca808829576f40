package com.gocodealone.dataengineering.application.cdc;

import java.time.Instant;

/** What went wrong, and when it is tried again. */
record Trouble(String reason, Instant nextRetryAt) {}
