@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.debezium;

import org.jspecify.annotations.NullMarked;
