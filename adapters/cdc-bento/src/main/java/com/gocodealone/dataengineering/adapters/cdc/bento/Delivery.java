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

    private final List<Item> items;
    private final long bytes;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

    /**
     * @param bytes about how much memory it takes
     */
    Delivery(List<Item> items, long bytes) {
        this.items = items;
        this.bytes = bytes;
    }

    List<Item> items() {
        return items;
    }

    long bytes() {
        return bytes;
    }

    long changes() {
        return items.stream().filter(Item.Change.class::isInstance).count();
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
