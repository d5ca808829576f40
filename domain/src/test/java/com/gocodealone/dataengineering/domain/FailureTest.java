package com.gocodealone.dataengineering.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void a_failure_is_said_of_a_type_and_a_name_and_stays_of_its_kind() {
        Failure failure = new Failure(Failure.Kind.NOT_FOUND, "no source orders is running");
        Failure framed = failure.in("step.cdc_stop", "halt");
        assertThat(framed.fact()).isEqualTo("step.cdc_stop \"halt\": no source orders is running");
        assertThat(framed.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
        assertThat(framed).hasCause(failure);
    }
}
