package com.gocodealone.dataengineering.bootstrap.torture;

/** What is done to the parts while the workload runs. */
enum Deed {
    KILL_PLUGIN,
    KILL_ENGINE,
    STOP_ENGINE,
    KILL_DATABASE,
    CUT_NETWORK,
    FREEZE_NETWORK,
    SWALLOW_NETWORK,
    SLOW_NETWORK,
    FAIL_PIPELINE,
    READ_AGAIN,
    KILL_WORKER;

    /** Whether it is undone after a while. */
    boolean lasts() {
        return switch (this) {
            case KILL_PLUGIN, KILL_ENGINE, STOP_ENGINE, KILL_DATABASE, READ_AGAIN, KILL_WORKER ->
                    false;
            case CUT_NETWORK, FREEZE_NETWORK, SWALLOW_NETWORK, SLOW_NETWORK, FAIL_PIPELINE -> true;
        };
    }
}
