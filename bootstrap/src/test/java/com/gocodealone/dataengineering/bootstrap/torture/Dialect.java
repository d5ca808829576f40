package com.gocodealone.dataengineering.bootstrap.torture;

import java.util.List;
import java.util.Map;

/** What differs from one database to another. */
interface Dialect {
    /** Who reads it. */
    Provider provider();

    /** As in {@code source_type}. */
    String sourceType();

    /** What the source is given to connect as a role of little rights. */
    String dsn(int port, String password);

    /** The tables as the source names them. */
    List<String> tables();

    /**
     * The statements that make the role, the tables with some rows, and then the journal with the
     * columns {@code seq}, {@code tab}, {@code op}, {@code k} and {@code rev}.
     */
    List<String> setUp(String password);

    /** Whether the journal tells of a table that is emptied. */
    boolean journalsTruncates();

    /** Whether rows can be read again while changes are followed. */
    boolean readsRowsAgain();

    /** Whether columns may come and go while changes are followed. */
    boolean isRemodelled();

    /** What finds things that a source which was stopped must not leave behind. */
    Map<String, String> leftovers();
}
