package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What lives on the heap of this process. */
record Heap(long usedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final long HARDLY_ANYTHING = 1 << 20;

    /** Without what is garbage. */
    static Heap now() {
        System.gc();
        return new Heap(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    /** Waits until hardly anything is made any more, or patience runs out. */
    static void rests(Patience patience) throws Exception {
        patience.until(() -> allocatedInAMoment() < HARDLY_ANYTHING);
    }

    private static long allocatedInAMoment() {
        long before = THREADS.getTotalThreadAllocatedBytes();
        LockSupport.parkNanos(MOMENT.toNanos());
        return THREADS.getTotalThreadAllocatedBytes() - before;
    }
}
