package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of a source that this provider reads. */
record BentoOptions(
        @Doc("The replication slot, and the publication of the same name; made when missing")
                @Nullable String slotName,
        @Doc("The number by which a MySQL or MariaDB knows this reader; made of source_id")
                @Nullable Integer serverId,
        @Doc(
                        "What is read before the changes: the rows that are there (initial), these"
                            + " and no changes (initial_only), nothing (never), or the rows also"
                            + " when changes were lost (when_needed)")
                @Default("initial")
                SnapshotMode snapshotMode,
        @Doc("How long Bento may take until it is connected") @Default("30s")
                Duration connectTimeout,
        @Doc("The program to run; by default the plugin's own, or one on the PATH")
                @Nullable String executable,
        @Doc("A Bento in streams mode that runs on this machine already") @Sensitive
                @Nullable String url,
        @Doc("Any input of Bento's, as its page shows it, instead of the database")
                Map<String, Object> input,
        @Doc("Processors of Bento's that every change goes through")
                List<Map<String, Object>> processors) {

    /** Room for a suffix within PostgreSQL's 63 characters. */
    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,58}");

    BentoOptions {
        Problems problems = new Problems();
        if (slotName != null && !SLOT.matcher(slotName).matches()) {
            problems.add(
                    "slot_name \"%s\" is not 1 to 58 of the characters a-z, 0-9 and _"
                            .formatted(slotName));
        }
        if (serverId != null && serverId < 1) {
            problems.add("server_id %d is not a number from 1 on".formatted(serverId));
        }
        if (connectTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("connect_timeout \"%s\" is shorter than 1s".formatted(connectTimeout));
        }
        if (url != null && !url.matches("https?://.+")) {
            problems.add("url does not begin with http:// or https://");
        }
        if (url != null && executable != null) {
            problems.add("url and executable exclude each other");
        }
        problems.throwIfAny();
    }
}
