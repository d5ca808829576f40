package com.gocodealone.dataengineering.bootstrap.fuzz;

import com.gocodealone.dataengineering.bootstrap.fuzz.Wire.Answer;

import io.grpc.Status;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a person may be told: one sentence, neither empty nor endless, without a class in it. */
final class Sentence {
    private static final int LONGEST = 5_000;

    private static final Pattern NOT_FOR_PEOPLE =
            Pattern.compile(
                    "\\p{Cntrl}|\\bat [a-z]+\\.[\\w.$]+\\(|([a-z]\\w*\\.){2,}[A-Z]\\w+"
                            + "|\\w(Exception|Error)\\b|unexpected");

    /** Of a request that cannot be read, or is too large. */
    private static final Set<Status.Code> EXPECTED =
            EnumSet.of(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);

    private Sentence() {}

    /** What is wrong with how {@code answer} says that something is. */
    static Optional<String> complaint(Answer answer) {
        if (answer.message() == null && !EXPECTED.contains(answer.status().getCode())) {
            return Optional.of("a status that says nothing: " + answer.status());
        }
        String text = answer.sentence();
        if (answer.message() == null && text.isBlank()) {
            return Optional.of("a status without a word: " + answer.status());
        }
        if (text.length() > LONGEST) {
            return Optional.of("%d characters: %.200s".formatted(text.length(), text));
        }
        return NOT_FOR_PEOPLE.matcher(text).find()
                ? Optional.of("not for people: " + text)
                : Optional.empty();
    }
}
