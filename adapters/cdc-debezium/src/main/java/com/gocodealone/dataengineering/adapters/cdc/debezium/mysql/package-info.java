/** The part of MySQL and MariaDB: their binary log, settings, rights and values. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.debezium.mysql;

import org.jspecify.annotations.NullMarked;
