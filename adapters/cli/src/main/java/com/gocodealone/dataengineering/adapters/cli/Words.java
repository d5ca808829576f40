package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Nearest;

import java.util.List;

/**
 * What a person wrote after a command.
 *
 * @param options begin with a dash
 */
record Words(List<String> options, List<String> others) {
    /**
     * Reads {@code arguments}.
     *
     * @param known the options that the command has
     * @throws Failure INVALID when there is another
     */
    static Words of(List<String> arguments, String... known) {
        List<String> options = arguments.stream().filter(one -> one.startsWith("-")).toList();
        for (String option : options) {
            if (!List.of(known).contains(option)) {
                throw unknown("option", option, List.of(known));
            }
        }
        return new Words(options, arguments.stream().filter(one -> !one.startsWith("-")).toList());
    }

    boolean has(String option) {
        return options.contains(option);
    }

    /** A sentence about a word that is none of {@code known}. */
    static Failure unknown(String what, String word, List<String> known) {
        String hint =
                Nearest.to(word, known)
                        .map("did you mean %s?"::formatted)
                        .orElse("--help says what there is");
        return wrongUse("there is no %s \"%s\" (%s)".formatted(what, word, hint));
    }

    static Failure wrongUse(String fact) {
        return new Failure(Failure.Kind.INVALID, fact);
    }
}
