/**
 * An engine's side of the plugin protocol in Java, for the demo, the benchmark and tests without
 * Go.
 */
@NullMarked
package com.gocodealone.dataengineering.bootstrap.host;

import org.jspecify.annotations.NullMarked;
