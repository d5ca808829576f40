/**
 * The log: whatever is logged through SLF4J or java.util.logging becomes a line the engine reads.
 */
@NullMarked
package com.gocodealone.dataengineering.adapters.grpc.log;

import org.jspecify.annotations.NullMarked;
