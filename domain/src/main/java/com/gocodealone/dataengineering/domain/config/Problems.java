package com.gocodealone.dataengineering.domain.config;

import com.gocodealone.dataengineering.domain.Failure;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that a user hears it all at once. Confined to a thread. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    public void add(String problem) {
        found.add(problem);
    }

    public int count() {
        return found.size();
    }

    /**
     * @throws Failure of kind INVALID that says every problem, if there is one
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new Failure(Failure.Kind.INVALID, String.join("; ", found));
        }
    }
}
