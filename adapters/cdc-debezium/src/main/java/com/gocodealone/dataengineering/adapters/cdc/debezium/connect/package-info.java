/** Debezium on a Kafka Connect cluster: the connector is managed, its topic is read. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import org.jspecify.annotations.NullMarked;
