package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How far one trigger has read a window, and how far it is done with it. Confined to its delivery's
 * thread.
 */
final class Reading {
    /** One batch of the window. */
    static final class Page {
        private final long number;
        private final List<ChangeEvent> events;
        private int next;
        private int underWay;

        Page(Window.Entry entry) {
            this.number = entry.number();
            this.events = entry.batch().events();
        }

        boolean isDone() {
            return underWay == 0 && next == events.size();
        }
    }

    private final Window window;
    private final EventFilter filter;
    private final Deque<Page> open = new ArrayDeque<>();
    private long done;

    Reading(Window window, EventFilter filter) {
        this.window = window;
        this.filter = filter;
    }

    /** The next event that the trigger wants; null when there is none yet. */
    @Nullable Parcel next() {
        for (Page page = unread(); page != null; page = unread()) {
            ChangeEvent event = page.events.get(page.next++);
            if (filter.wants(event)) {
                page.underWay++;
                return new Parcel(event, page);
            }
            closeDone();
        }
        return null;
    }

    private @Nullable Page unread() {
        Page last = open.peekLast();
        if (last != null && last.next < last.events.size()) {
            return last;
        }
        Window.Entry entry = window.after(last == null ? done : last.number);
        if (entry == null) {
            return null;
        }
        Page page = new Page(entry);
        open.addLast(page);
        closeDone();
        return page.isDone() ? unread() : page;
    }

    void done(Parcel parcel) {
        parcel.page().underWay--;
        closeDone();
    }

    private void closeDone() {
        for (Page first = open.peekFirst(); first != null && first.isDone(); ) {
            done = first.number;
            open.removeFirst();
            first = open.peekFirst();
        }
    }

    /** The number of the last batch of the window whose every event is done, as all before are. */
    long done() {
        return done;
    }
}
