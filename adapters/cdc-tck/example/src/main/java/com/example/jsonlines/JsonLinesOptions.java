package com.example.jsonlines;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;

/** The options of a source: the keys are the components' names in snake_case. */
record JsonLinesOptions(
        @Doc("The member of a row that is its key") @Default("id") String key,
        @Doc("Where a new source begins: start or end") @Default("end") From from,
        @Doc("The most changes of a batch") @Default("500") int batchLines) {

    JsonLinesOptions {
        if (batchLines < 1) {
            throw new Failure(
                    Failure.Kind.INVALID,
                    "batch_lines is %d, and must be 1 or more".formatted(batchLines));
        }
    }

    enum From {
        START,
        END
    }
}
