package com.gocodealone.dataengineering.application.command;

import com.gocodealone.dataengineering.application.cdc.delivery.EventText;
import com.gocodealone.dataengineering.application.cdc.source.SourceMemory;
import com.gocodealone.dataengineering.application.plugin.DeadLetters.Letter;
import com.gocodealone.dataengineering.application.plugin.StateFolder;
import com.gocodealone.dataengineering.application.plugin.StateFolder.Entry;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What the plugin keeps across restarts, for a person who looks after it. Confined to a thread. */
public final class KeptState {
    private final StateFolder folder;

    public KeptState(StateFolder folder) {
        this.folder = folder;
    }

    /**
     * What is kept of one source.
     *
     * @param position the last that was acknowledged; null when none is known
     * @param changedAt null when that is not known
     * @param bytes of everything that is kept of it
     */
    public record KeptSource(
            String sourceId,
            @Nullable String position,
            @Nullable Instant changedAt,
            long deadLetters,
            long bytes) {}

    public Path folder() {
        return folder.path();
    }

    /** Whether anything is kept. */
    public boolean exists() {
        return folder.exists();
    }

    /** Every source of which something is kept, by name. */
    public Collection<KeptSource> sources() {
        Map<String, Tally> tallies = new TreeMap<>();
        folder.read(
                entry -> tallies.computeIfAbsent(sourceOf(entry.owner()), Tally::new).count(entry));
        return tallies.values().stream().map(Tally::total).toList();
    }

    /** Owners are called {@code source:shop}, or the same with another word. */
    private static String sourceOf(String owner) {
        return owner.substring(owner.indexOf(':') + 1);
    }

    /** Hands over everything that is kept. */
    public void export(Consumer<Entry> reader) {
        folder.read(reader);
    }

    /** Reads everything that is kept, and says what is damaged. */
    public List<Finding> check(Consumer<Entry> progress) {
        return withContents(folder.check(), progress);
    }

    /** Puts right what can be, and says what was done and what is still damaged. */
    public List<Finding> repair(Consumer<Entry> progress) {
        return withContents(folder.repair(), progress);
    }

    /** Moves everything to {@code target}. */
    public void moveTo(Path target) {
        folder.moveTo(target);
    }

    private List<Finding> withContents(List<Finding> ofTheFolder, Consumer<Entry> progress) {
        List<Finding> findings = new ArrayList<>(ofTheFolder);
        if (findings.stream().noneMatch(finding -> finding.grade() == Grade.ERROR)) {
            findings.addAll(contents(progress));
        }
        return findings;
    }

    private List<Finding> contents(Consumer<Entry> progress) {
        List<Finding> damaged = new ArrayList<>();
        long[] count = {0};
        try {
            folder.read(
                    entry -> {
                        count[0]++;
                        progress.accept(entry);
                        damage(entry).ifPresent(damaged::add);
                    });
        } catch (Failure failure) {
            damaged.add(new Finding(Grade.ERROR, "contents", failure.fact(), null));
        }
        return damaged.isEmpty()
                ? List.of(
                        new Finding(
                                Grade.OK, "contents", "%d entries read".formatted(count[0]), null))
                : damaged;
    }

    private static Optional<Finding> damage(Entry entry) {
        return switch (entry) {
            case Entry.PutAside(String _, Letter letter) -> damage(letter);
            case Entry.Fact _, Entry.Structure _ -> Optional.empty();
        };
    }

    private static Optional<Finding> damage(Letter letter) {
        try {
            EventText.read(letter.event());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    new Finding(
                            Grade.ERROR,
                            "dead letter " + letter.eventId(),
                            "its event cannot be read, so it cannot be replayed for "
                                    + letter.workflow(),
                            "step.cdc_dead_letters drops it"));
        }
    }

    /** Adds up one source. */
    private static final class Tally {
        private final String sourceId;
        private @Nullable String position;
        private @Nullable Instant changedAt;
        private long deadLetters;
        private long bytes;

        Tally(String sourceId) {
            this.sourceId = sourceId;
        }

        void count(Entry entry) {
            switch (entry) {
                case Entry.Fact fact -> count(fact);
                case Entry.PutAside(String _, Letter letter) -> {
                    deadLetters++;
                    bytes += size(letter.event()) + size(letter.reason());
                    changed(letter.at());
                }
                case Entry.Structure(String _, var structure) ->
                        bytes += size(structure.version().toString());
            }
        }

        private void count(Entry.Fact fact) {
            bytes += size(fact.key()) + size(fact.value());
            changed(fact.changedAt());
            boolean ofTheSource = fact.owner().equals(SourceMemory.ownerOf(sourceId));
            if (ofTheSource && saysWhere(fact.key())) {
                position = fact.value();
            }
        }

        /** The word of provider bento is older than the rule. */
        private static boolean saysWhere(String key) {
            return key.endsWith("position") || key.equals("acknowledged");
        }

        private void changed(@Nullable Instant at) {
            if (at != null && (changedAt == null || at.isAfter(changedAt))) {
                changedAt = at;
            }
        }

        private static long size(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }

        KeptSource total() {
            return new KeptSource(sourceId, position, changedAt, deadLetters, bytes);
        }
    }
}
