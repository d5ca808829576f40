/** An embedded Debezium and the stream that it fills, whatever database it reads. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.debezium.engine;

import org.jspecify.annotations.NullMarked;
