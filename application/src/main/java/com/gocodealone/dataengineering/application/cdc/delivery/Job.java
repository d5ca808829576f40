package com.gocodealone.dataengineering.application.cdc.delivery;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Events that are delivered together: one, or a batch. A batch that cannot be delivered is split,
 * so that one bad event does not take the others with it. Confined to its delivery's thread.
 */
final class Job {
    private final List<Parcel> parcels;

    /** What is still to be delivered, the first of it now; the parts of a batch that was split. */
    private final Deque<List<Parcel>> parts = new ArrayDeque<>(1);

    private final List<Lanes.Place> places = new ArrayList<>(1);
    private @Nullable List<Job> followers;
    private int blockers;
    private int failures;
    private @Nullable String doom;

    Job(List<Parcel> parcels) {
        this.parcels = parcels;
        parts.add(parcels);
    }

    List<Parcel> parcels() {
        return parcels;
    }

    /** What is to be delivered now. */
    List<Parcel> part() {
        return parts.getFirst();
    }

    /** Goes on to the next part; false when there is none. */
    boolean nextPart() {
        doom = null;
        parts.removeFirst();
        return !parts.isEmpty();
    }

    boolean isSplittable() {
        return part().size() > 1;
    }

    /** Puts the halves of the part in its place. */
    void split() {
        List<Parcel> whole = parts.removeFirst();
        int middle = whole.size() / 2;
        parts.addFirst(whole.subList(middle, whole.size()));
        parts.addFirst(whole.subList(0, middle));
    }

    /** How often it has failed, also before a restart. */
    int failures() {
        return failures;
    }

    void failures(int count) {
        failures = count;
    }

    /** Why the part is to be put aside; null while it is to be delivered. */
    @Nullable String doom() {
        return doom;
    }

    void doom(String reason) {
        doom = reason;
    }

    /** Where it stands in its lanes. */
    List<Lanes.Place> places() {
        return places;
    }

    /** Has to wait for the end of {@code other}. */
    void follow(Job other) {
        if (other == this) {
            return;
        }
        List<Job> behind = other.followers;
        if (behind == null) {
            behind = new ArrayList<>(1);
            other.followers = behind;
        }
        behind.add(this);
        blockers++;
    }

    boolean isBlocked() {
        return blockers > 0;
    }

    /**
     * Hands those to {@code ready} that need wait no more now that this job has come to its end.
     */
    void release(Deque<Job> ready) {
        List<Job> behind = followers;
        followers = null;
        if (behind == null) {
            return;
        }
        for (Job follower : behind) {
            follower.blockers--;
            if (follower.blockers == 0) {
                ready.addLast(follower);
            }
        }
    }
}
