package com.gocodealone.dataengineering.adapters.testing.kafka;

import java.io.IOException;
import java.io.OutputStream;

/** Ends this process with the one that started it: only then does its input end. */
final class Leash {
    private Leash() {}

    static void hold() {
        Thread.ofPlatform().daemon().name("leash").start(Leash::await);
    }

    private static void await() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(1);
    }
}
