package com.gocodealone.dataengineering.adapters.cdc.tck.journal;

import com.gocodealone.dataengineering.domain.cdc.Capability;

import org.jspecify.annotations.Nullable;

/** One thing that a provider does wrong, with the one rule that it breaks. */
public enum Fault {
    NONE(0),
    TURNS_TRANSACTIONS_AROUND(101),
    NUMBERS_ANEW_AT_EVERY_DELIVERY(102),
    ENDS_BATCHES_INSIDE_A_POSITION(103),
    LOSES_AT_THE_SECOND_CLOSE(104),
    ACKNOWLEDGES_ONE_ALONE(105),
    LOSES_WHEN_KILLED(106),
    REPEATS_WHEN_KILLED(106),
    HIDES_THAT_IT_CANNOT_STORE(107),
    ACKNOWLEDGES_ANY_POSITION(108),
    HAS_ANOTHER_NAME(201),
    STARTS_WHEN_CONSTRUCTED(202),
    TAKES_WRONG_VALUES(203),
    NAMES_ONE_WRONG_OPTION_ONLY(203),
    OPENS_WHAT_IS_NOT_VALID(204),
    CALLS_AN_UNREACHABLE_SOURCE_INVALID(205),
    TELLS_THE_SECRET(206),
    WAITS_WHEN_CUT(211),
    LOSES_WHEN_CUT(211),
    IGNORES_INTERRUPTS(212),
    TELLS_NO_STATUS_WHILE_IT_WAITS(213),
    CANNOT_BE_CLOSED_TWICE(214),
    CANNOT_BE_CLOSED_WHEN_CUT(214),
    LEAVES_A_THREAD(215),
    LEAVES_A_PROCESS(215),
    LEAVES_A_CONNECTION(215),
    FORGETS_AN_INTERRUPT(215),
    ACKNOWLEDGES_WHEN_CLOSED(216),
    SHARES_WHAT_IS_ACKNOWLEDGED(217),
    GIVES_WHAT_OTHERS_FOLLOW(217),
    READS_NO_ROWS_THAT_ARE_THERE(301, Capability.INITIAL_SNAPSHOT),
    READS_ROWS_THAT_ARE_THERE_UNDECLARED(301, Capability.INITIAL_SNAPSHOT),
    READS_NO_ROWS_ON_DEMAND(302, Capability.SNAPSHOT),
    READS_ROWS_ON_DEMAND_UNDECLARED(302, Capability.SNAPSHOT),
    HAS_NO_STRUCTURES(303, Capability.SCHEMA_HISTORY),
    HAS_STRUCTURES_UNDECLARED(303, Capability.SCHEMA_HISTORY),
    TELLS_NO_LAG(304, Capability.LAG_BYTES),
    TELLS_LAG_UNDECLARED(304, Capability.LAG_BYTES),
    TELLS_NO_RETENTION(305, Capability.RETENTION),
    TELLS_RETENTION_UNDECLARED(305, Capability.RETENTION),
    GIVES_NOTHING_UP(306, Capability.RELEASE),
    GIVES_UP_UNDECLARED(306, Capability.RELEASE),
    LOOKS_AT_NOTHING(307, Capability.DIAGNOSIS),
    LOOKS_UNDECLARED(307, Capability.DIAGNOSIS),
    CAN_MORE_THAN_ITS_PROVIDER(308),
    HAS_A_ROW_BEFORE_AN_INSERT(401),
    HAS_THE_NEW_ROW_BEFORE_AN_UPDATE(402),
    HAS_A_ROW_AFTER_A_DELETE(403),
    TURNS_NULL_INTO_EMPTY_TEXT(404),
    DROPS_TRAILING_ZEROS(404),
    TAKES_SECONDS_FOR_MILLISECONDS(405),
    READS_ON_WHILE_NOBODY_POLLS(501);

    private final int rule;
    private final @Nullable Capability capability;

    Fault(int rule) {
        this(rule, null);
    }

    Fault(int rule, @Nullable Capability capability) {
        this.rule = rule;
        this.capability = capability;
    }

    /** The number of the rule that it breaks. */
    public int rule() {
        return rule;
    }

    /** Whether it is about {@code one} and denies what works. */
    boolean denies(Capability one) {
        return capability == one && name().endsWith("_UNDECLARED");
    }

    /** Whether it is about {@code one} and declares what does not work. */
    boolean feigns(Capability one) {
        return capability == one && !name().endsWith("_UNDECLARED");
    }
}
