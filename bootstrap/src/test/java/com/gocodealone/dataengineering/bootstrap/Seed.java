package com.gocodealone.dataengineering.bootstrap;

/**
 * What a random test draws from. A change is judged by the draws that the change before it was
 * judged by; new ones are looked for with {@code -D…seed=random}, every night for instance.
 */
public final class Seed {
    private static final String NEW = "random";
    private static final long USUAL = 4711;

    private Seed() {}

    /** The seed that the system property {@code name} holds. */
    public static long of(String name) {
        String asked = System.getProperty(name);
        if (NEW.equals(asked)) {
            return System.nanoTime() & 0xffffffffL;
        }
        return asked == null ? USUAL : Long.parseLong(asked);
    }
}
