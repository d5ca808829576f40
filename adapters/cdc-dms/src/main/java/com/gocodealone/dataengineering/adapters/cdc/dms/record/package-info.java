/** What DMS writes into a stream, and the changes that it means. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import org.jspecify.annotations.NullMarked;
