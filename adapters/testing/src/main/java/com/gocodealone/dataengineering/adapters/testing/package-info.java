/** For tests only: real databases that can be killed, and a network that can fail. */
@NullMarked
package com.gocodealone.dataengineering.adapters.testing;

import org.jspecify.annotations.NullMarked;
