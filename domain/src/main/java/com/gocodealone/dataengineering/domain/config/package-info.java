/** From what the engine sends to a checked record, and from a record to its description. */
@NullMarked
package com.gocodealone.dataengineering.domain.config;

import org.jspecify.annotations.NullMarked;
