package com.gocodealone.dataengineering.adapters.cdc.debezium.postgres;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads one array in PostgreSQL's notation, such as {@code {1,NULL,"a b"}}. Used once. */
final class ArrayLiteral {
    private final String text;
    private final char delimiter;
    private final Function<String, @Nullable Object> element;
    private int at;

    ArrayLiteral(String text, char delimiter, Function<String, @Nullable Object> element) {
        this.text = text;
        this.delimiter = delimiter;
        this.element = element;
    }

    List<@Nullable Object> read() {
        at = text.indexOf('{'); // after bounds such as [0:2]=, if there are any
        return list();
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> items = new ArrayList<>();
        at++;
        while (text.charAt(at) != '}') {
            items.add(item());
            if (text.charAt(at) == delimiter) {
                at++;
            }
        }
        at++;
        return items;
    }

    private @Nullable Object item() {
        return switch (text.charAt(at)) {
            case '{' -> list();
            case '"' -> element.apply(quoted());
            default -> bare();
        };
    }

    private String quoted() {
        StringBuilder item = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            item.append(text.charAt(at++));
        }
        at++;
        return item.toString();
    }

    private @Nullable Object bare() {
        int begin = at;
        while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
            at++;
        }
        String item = text.substring(begin, at);
        return item.equalsIgnoreCase("NULL") ? null : element.apply(item);
    }
}
