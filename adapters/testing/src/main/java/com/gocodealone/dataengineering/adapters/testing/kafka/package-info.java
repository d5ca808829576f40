/** For tests only: a real Kafka and a real Kafka Connect with Debezium. */
@NullMarked
package com.gocodealone.dataengineering.adapters.testing.kafka;

import org.jspecify.annotations.NullMarked;
