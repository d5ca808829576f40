/** PostgreSQL's part: its slots and publications, its settings, rights and values. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import org.jspecify.annotations.NullMarked;
