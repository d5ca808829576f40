/** The smallest source with everything that a provider may offer, and every way to get it wrong. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import org.jspecify.annotations.NullMarked;
