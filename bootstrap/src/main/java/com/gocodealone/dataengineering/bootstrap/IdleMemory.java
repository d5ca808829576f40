package com.gocodealone.dataengineering.bootstrap;

import com.sun.management.HotSpotDiagnosticMXBean;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Gives memory back to the system when the plugin has nothing to do. The serial collector makes the
 * heap larger under load and thinks again only when it is full, which an idle plugin's never is.
 * Confined to a thread.
 */
final class IdleMemory {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** What an idle plugin allocates between two looks is less than this. */
    private static final long IDLE_BYTES = 1L << 20;

    /** Less is not worth a collection. */
    private static final long WORTHWHILE_BYTES = 4L << 20;

    private static final int IDLE_LOOKS = 2;

    /** How much of the heap a collection leaves free, at least and at most, in percent. */
    private static final String LEAST_FREE = "MinHeapFreeRatio";

    private static final String MOST_FREE = "MaxHeapFreeRatio";

    private long used;
    private long smallest;
    private int idleLooks;

    IdleMemory(long committed) {
        smallest = committed;
    }

    /** Watches this process until it ends. */
    static void watch() {
        Thread.ofVirtual().name("idle-memory").start(IdleMemory::giveBackAgainAndAgain);
    }

    private static void giveBackAgainAndAgain() {
        Runtime runtime = Runtime.getRuntime();
        IdleMemory memory = new IdleMemory(runtime.totalMemory());
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                long committed = runtime.totalMemory();
                if (memory.isWorthwhile(committed - runtime.freeMemory(), committed)) {
                    giveBack();
                    memory.gaveBack(runtime.totalMemory());
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** With as much room as a busy plugin wants, little would be given back. */
    private static void giveBack() {
        HotSpotDiagnosticMXBean jvm =
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        String least = jvm.getVMOption(LEAST_FREE).getValue();
        String most = jvm.getVMOption(MOST_FREE).getValue();
        jvm.setVMOption(LEAST_FREE, "0");
        jvm.setVMOption(MOST_FREE, "10");
        System.gc();
        jvm.setVMOption(MOST_FREE, most);
        jvm.setVMOption(LEAST_FREE, least);
    }

    /**
     * Whether a collection would give memory back and disturb nobody.
     *
     * @param usedNow bytes of the heap
     * @param committed bytes of the heap
     */
    boolean isWorthwhile(long usedNow, long committed) {
        long grown = usedNow - used;
        idleLooks = grown >= 0 && grown < IDLE_BYTES ? idleLooks + 1 : 0;
        used = usedNow;
        return idleLooks >= IDLE_LOOKS && committed >= smallest + WORTHWHILE_BYTES;
    }

    /** Says how many bytes of the heap are left after a collection. */
    void gaveBack(long committed) {
        smallest = committed;
        idleLooks = 0;
    }
}
