package com.gocodealone.dataengineering.adapters.cdc.dms.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gocodealone.dataengineering.domain.Failure;

import java.io.IOException;

/** JSON whose numbers keep every digit. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    /** Reads what this provider wrote. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Failure(
                    Failure.Kind.INVALID, "what the source remembers is not readable JSON", e);
        }
    }

    /**
     * Reads what others wrote.
     *
     * @throws IOException when it is not JSON
     */
    static JsonNode read(byte[] data) throws IOException {
        return MAPPER.readTree(data);
    }
}
