package com.gocodealone.dataengineering.adapters.cdc.bento;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One request of Bento's, which is answered once all of it is acknowledged. Thread-safe. */
final class Delivery {
    /** One that was done with before. */
    static final Delivery ACCEPTED = new Delivery(List.of(), 0);

    static {
        ACCEPTED.accept();
    }

    private List<Item> items;
    private final long changes;
    private final long bytes;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

    /**
     * @param bytes about how much memory it takes
     */
    Delivery(List<Item> items, long bytes) {
        this.items = items;
        this.changes = items.stream().filter(Item.Change.class::isInstance).count();
        this.bytes = bytes;
    }

    /** What came, for the one thread that takes it; it may wait long, so this lets go of it. */
    List<Item> take() {
        List<Item> taken = items;
        items = List.of();
        return taken;
    }

    long bytes() {
        return bytes;
    }

    long changes() {
        return changes;
    }

    /** Nothing of it comes again. */
    void accept() {
        answer.complete(true);
    }

    /** All of it comes again. */
    void refuse() {
        answer.complete(false);
    }

    /** Waits for the one or the other. */
    boolean awaitAnswer() {
        return answer.join();
    }
}
