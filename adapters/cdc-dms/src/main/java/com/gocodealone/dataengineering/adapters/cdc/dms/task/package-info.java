/** The DMS task that writes the stream: starts it, watches it, reloads its tables. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.dms.task;

import org.jspecify.annotations.NullMarked;
