package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.cdc.rows.ColumnOptions;
import com.gocodealone.dataengineering.application.cdc.rows.RowCondition;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Which events a trigger wants, and how they are delivered: its keys. Immutable. */
public record TriggerOptions(
        @Doc("The source whose changes start the workflow") String sourceId,
        @Doc("Only changes of these tables, such as public.orders or sales.*; none means all")
                List<String> tables,
        @Doc("Only these operations, in any letter case; none means all, snapshot included")
                List<Operation> actions,
        @Doc("Only rows that fit, such as {status: [paid, shipped], total: {gt: 100}}")
                Settings where,
        @Doc("Only updates in which one of these columns changed; other operations all")
                List<String> changed,
        @Doc("Which columns the workflow gets, and in what form") ColumnOptions columns,
        @Doc("Start the workflow once for many events, with the action cdc.batch")
                @Nullable BatchOptions batch,
        @Doc("What may be under way at the same time") @Default("source") Order order,
        @Doc(
                        "How many workflows run at the same time; without it 1 for source, 4"
                                + " for table, 16 for key")
                @Nullable Integer maxInFlight,
        @Doc("How a failing workflow is run again") RetryOptions retry,
        @Doc("What becomes of an event whose attempts are exhausted; dead_letter" + " without it")
                @Nullable OnError onError,
        @Doc("How much may be put aside") DeadLetterOptions deadLetters,
        @Doc("What becomes of an event that alone is too large for the engine") @Default("fail")
                OnOversize onOversize) {
    public TriggerOptions {
        Problems problems = new Problems();
        if (maxInFlight != null && maxInFlight < 1) {
            problems.add("max_in_flight: %d must be at least 1".formatted(maxInFlight));
        }
        if (order == Order.SOURCE && maxInFlight != null && maxInFlight > 1) {
            problems.add(
                    "max_in_flight: %d needs order: table or order: key; order: source runs one"
                            .formatted(maxInFlight));
        }
        if (onError != null && retry.maxAttempts() == null) {
            problems.add(
                    "on_error needs retry.max_attempts: without it an event is tried for ever");
        }
        RowCondition.check(where.values(), problems);
        problems.throwIfAny();
    }

    /** How many workflows may run at the same time. */
    int mostInFlight() {
        return maxInFlight == null ? order.usualInFlight() : maxInFlight;
    }

    /** What becomes of an event whose attempts are exhausted. */
    OnError errorPolicy() {
        return onError == null ? OnError.DEAD_LETTER : onError;
    }
}
