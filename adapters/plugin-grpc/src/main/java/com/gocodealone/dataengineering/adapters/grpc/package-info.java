/**
 * Serves the plugin to the engine: handshake, services, the way back, and the plugin's manifest.
 */
@NullMarked
package com.gocodealone.dataengineering.adapters.grpc;

import org.jspecify.annotations.NullMarked;
