package com.gocodealone.dataengineering.application.cdc.rows;

import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** How values are hidden; null stays null. */
public record MaskOptions(
        @Doc("Become their HMAC-SHA-256 with the salt, in hex: equal values stay equal")
                List<String> hash,
        @Doc("Become ***") List<String> redact,
        @Doc("Keep only so many characters, such as {name: 1}") Map<String, Integer> truncate,
        @Doc("The secret that hash is made with") @Sensitive @Nullable String salt) {
    public MaskOptions {
        Problems problems = new Problems();
        if (!hash.isEmpty() && (salt == null || salt.isBlank())) {
            problems.add("hash needs a salt, or every known value could be looked up");
        }
        if (salt != null && salt.contains("${")) {
            problems.add("salt still holds ${ }; is that secret set?");
        }
        truncate.forEach(
                (column, length) -> {
                    if (length < 0) {
                        problems.add(
                                "truncate.%s: %d must be at least 0".formatted(column, length));
                    }
                });
        problems.throwIfAny();
    }

    /** Never prints the salt. */
    @Override
    public String toString() {
        return "hash %s, redact %s, truncate %s".formatted(hash, redact, truncate);
    }
}
