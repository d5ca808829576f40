/** Provider dms: an AWS DMS task writes changes to Kinesis, and this reads them from there. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.dms;

import org.jspecify.annotations.NullMarked;
