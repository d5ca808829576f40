package com.gocodealone.dataengineering.adapters.cdc.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

import java.util.ServiceLoader;

/** From a configuration to an open stream. */
interface SetupRules {
    Bench bench();

    CdcProvider newProvider();

    @Test
    default void rule_201_the_service_loader_finds_it_by_the_name_that_users_write() {
        assertThat(ServiceLoader.load(CdcProvider.class).stream())
                .extracting(provider -> provider.get().name())
                .contains(newProvider().name());
    }

    @Test
    default void rule_202_the_constructor_does_nothing() throws Exception {
        Traces before = Traces.now(bench().fixture());

        CdcProvider provider = newProvider();

        assertThat(Traces.now(bench().fixture()).since(before)).isEmpty();
        assertThat(provider.name()).isNotBlank();
    }

    @Test
    default void rule_203_all_wrong_options_are_refused_at_once_and_by_their_names()
            throws Exception {
        SourceSpec right = bench().subject("tck_203").reader().source();
        bench().provider().validate(right);

        refuses(with(with(right, "no_such_option", 1), "nor_this_one", 2))
                .containsSubsequence("no_such_option", "nor_this_one");
        bench().fixture()
                .wrongOptions()
                .forEach((option, value) -> refuses(with(right, option, value)).contains(option));
    }

    private AbstractStringAssert<?> refuses(SourceSpec source) {
        Failure failure = problem(source);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
        return assertThat(failure.fact());
    }

    private Failure problem(SourceSpec source) {
        try {
            bench().provider().validate(source);
        } catch (Failure failure) {
            return failure;
        }
        throw new AssertionError("nothing is wrong with options " + source.options());
    }

    private static SourceSpec with(SourceSpec source, String option, Object value) {
        return new SourceSpec(
                source.sourceId(),
                source.provider(),
                source.sourceType(),
                source.connection(),
                source.tables(),
                source.options().with(option, value));
    }

    @Test
    default void rule_204_a_source_that_is_not_valid_is_not_opened() throws Exception {
        Subject subject = bench().subject("tck_204");
        SourceSpec wrong = with(subject.reader().source(), "no_such_option", 1);
        try (SourceReader reader =
                new SourceReader(
                        bench().provider(), wrong, subject.context(), bench().patience().limit())) {
            assertThat(reader.refusal().kind()).isEqualTo(Failure.Kind.INVALID);
        }
    }

    @Test
    default void rule_205_a_source_that_cannot_be_reached_is_unavailable() throws Exception {
        Subject subject = bench().subject("tck_205");
        bench().fixture().cut();

        Failure refusal = subject.reader().refusal();

        assertThat(refusal.kind()).as(refusal.fact()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(refusal.fact()).isNotBlank();
        bench().fixture().heal();
        subject.reader().reopen();
    }

    @Test
    default void rule_206_no_sentence_tells_the_secret() throws Exception {
        Subject subject = bench().subject("tck_206");
        SourceSpec source = subject.reader().source();
        bench().fixture().cut();

        assertThat(subject.reader().refusal().fact()).satisfies(this::isDiscreet);
        assertThat(bench().provider().diagnose(source, subject.context()).toString())
                .satisfies(this::isDiscreet);
    }

    private void isDiscreet(String sentence) {
        assertThat(sentence).doesNotContain(bench().fixture().secret());
    }
}
