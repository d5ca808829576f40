package com.gocodealone.dataengineering.adapters.cdc.bento;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class PlaceTest {
    @Test
    void a_place_is_read_as_it_was_written() {
        for (Place place :
                List.of(
                        new Place("0/152D810", 3, false),
                        new Place("binlog.000003:1234", 0, false),
                        new Place("binlog.000003:1234", 7, true))) {
            assertThat(Place.parse(place.position().text())).isEqualTo(place);
        }
        assertThat(Place.parse("anything")).isNull();
        assertThat(Place.parse(null)).isNull();
    }

    @Test
    void what_was_committed_before_or_stands_before_in_the_transaction_was_acknowledged() {
        Place acknowledged = new Place("1/A0", 3, false);
        assertThat(new Place("1/A0", 3, false).isWithin(acknowledged)).isTrue();
        assertThat(new Place("1/A0", 4, false).isWithin(acknowledged)).isFalse();
        assertThat(new Place("1/9F", 9, false).isWithin(acknowledged)).isTrue();
        assertThat(new Place("0/FFFFFFFF", 9, false).isWithin(acknowledged)).isTrue();
        assertThat(new Place("1/A1", 0, false).isWithin(acknowledged)).isFalse();
    }

    @Test
    void rows_of_a_snapshot_stand_nowhere_in_the_log() {
        Place row = new Place("1/A0", 3, true);
        assertThat(row.isWithin(new Place("1/A0", 5, false))).isFalse();
        assertThat(new Place("1/A0", 0, false).isWithin(row)).isFalse();
    }
}
