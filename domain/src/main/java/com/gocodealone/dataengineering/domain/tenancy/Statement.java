package com.gocodealone.dataengineering.domain.tenancy;

import java.util.List;

/**
 * One SQL statement, as a value: somebody else runs it. What a user gave is in the parameters,
 * never in the text.
 *
 * @param sql with a {@code ?} for each parameter
 */
public record Statement(String sql, List<Object> parameters) {
    public Statement {
        parameters = List.copyOf(parameters);
    }

    public static Statement of(String sql, Object... parameters) {
        return new Statement(sql, List.of(parameters));
    }
}
