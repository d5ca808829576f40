package com.gocodealone.dataengineering.adapters.cdc.bento;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;
import java.util.function.Consumer;

/** Reads Bento's log, which alone knows why an input is not connected. Thread-safe. */
final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(Log.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Secrets secrets;
    private final Consumer<Failure> failed;
    private volatile @Nullable String complaint;

    /**
     * @param failed told when an input of the plugin's own says that it cannot go on
     */
    Log(Secrets secrets, Consumer<Failure> failed) {
        this.secrets = secrets;
        this.failed = failed;
    }

    void read(String line) {
        JsonNode entry = parsed(line);
        if (entry == null) {
            LOG.debug("bento: {}", secrets.redact(line));
            return;
        }
        String said = secrets.redact(entry.path("msg").asText());
        String lint = entry.path("lint").asText();
        String sentence = lint.isEmpty() ? said : said + ": " + secrets.redact(lint);
        LOG.debug("bento: {}", sentence);
        if (entry.path("level").asText().equals("error")) {
            complain(entry, sentence);
        }
    }

    private void complain(JsonNode entry, String sentence) {
        complaint = sentence;
        String kind = entry.path("cdc_failure").asText();
        if (!kind.isEmpty()) {
            Failure.Kind known = Failure.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
            failed.accept(new Failure(known, sentence));
        }
    }

    private static @Nullable JsonNode parsed(String line) {
        try {
            return line.startsWith("{") ? JSON.readTree(line) : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** The last error, redacted; null when there was none. */
    @Nullable String complaint() {
        return complaint;
    }

    /** What was complained of is over. */
    void calm() {
        complaint = null;
    }
}
