package com.gocodealone.dataengineering.application.cdc.rows;

import com.gocodealone.dataengineering.domain.config.Doc;

import java.util.List;

/** Which columns a workflow gets, in {@code key}, {@code before} and {@code after} alike. */
public record ColumnOptions(
        @Doc("Only these, such as email, orders.email or public.orders.*; none means all")
                List<String> include,
        @Doc("All but these") List<String> exclude,
        @Doc("Those whose values are hidden") MaskOptions mask) {}
