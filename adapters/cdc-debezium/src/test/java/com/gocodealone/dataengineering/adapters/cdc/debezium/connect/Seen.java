package com.gocodealone.dataengineering.adapters.cdc.debezium.connect;

import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.Position;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What changes tell. */
final class Seen {
    private Seen() {}

    static List<Position> positions(List<ChangeEvent> events) {
        return events.stream().map(ChangeEvent::position).toList();
    }

    static Set<String> partitions(List<ChangeEvent> events) {
        return positions(events).stream()
                .map(position -> position.text().substring(0, position.text().indexOf('/')))
                .collect(Collectors.toSet());
    }

    static List<Object> notesOf(long id, List<ChangeEvent> events) {
        return events.stream()
                .filter(event -> ids(List.of(event)).contains(id))
                .map(
                        event ->
                                Objects.requireNonNull(
                                        Objects.requireNonNull(event.after()).value("note")))
                .toList();
    }

    static List<Long> ids(List<ChangeEvent> events) {
        return events.stream()
                .map(event -> (Long) Objects.requireNonNull(event.key()).value("id"))
                .toList();
    }
}
