package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.config.Doc;

/** How busy the connections to one database are. */
public record PoolState(
        @Doc("The database") String database,
        @Doc("Connections in use") int active,
        @Doc("Open connections that nobody uses") int idle,
        @Doc("How many wait for one") int waiting,
        @Doc("The most there can be") int max) {}
