package com.gocodealone.dataengineering.domain.tenancy;

import java.util.regex.Pattern;

/** The kinds of servers that tenants can live on; they differ in how they write a name. */
public enum Server {
    POSTGRESQL("\"", 63),

    /** And MariaDB. What others call a schema is a database there. */
    MYSQL("`", 64);

    private static final Pattern MYSQL_CONNECTION =
            Pattern.compile("(?:jdbc:)?(?:mysql|mariadb):.*", Pattern.DOTALL);

    private final String quote;
    private final int longestName;

    Server(String quote, int longestName) {
        this.quote = quote;
        this.longestName = longestName;
    }

    /** The kind of server that {@code connection} leads to. */
    static Server of(String connection) {
        return MYSQL_CONNECTION.matcher(connection.strip()).matches() ? MYSQL : POSTGRESQL;
    }

    /** How many bytes a name can have. */
    public int longestName() {
        return longestName;
    }

    String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
