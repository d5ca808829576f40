package com.gocodealone.dataengineering.adapters.grpc;

import com.gocodealone.dataengineering.domain.cdc.Row;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes protobuf's bytes from the last to the first, since a length stands before what it
 * measures: one pass and no object for a value. Confined to a thread.
 */
final class StructWriter implements Values.Sink {
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final char FIRST_BEYOND_ASCII = 0x80;

    private static final int NULL = 0x08;
    private static final int NUMBER = 0x11;
    private static final int STRING = 0x1a;
    private static final int BOOL = 0x20;
    private static final int STRUCT = 0x2a;
    private static final int LIST = 0x32;

    /** The first field of Struct (an entry), of ListValue (an item) and of an entry (its key). */
    private static final int FIRST = 0x0a;

    /** The second field of an entry: its value. */
    private static final int SECOND = 0x12;

    private static final int LONGEST_VARINT = 5;

    /** What a Struct takes in a list beyond its own bytes, at most. */
    private static final int BYTES_AROUND_WRITTEN = 12;

    private byte[] bytes;
    private int start;

    StructWriter(int capacity) {
        bytes = new byte[capacity];
        start = capacity;
    }

    int size() {
        return bytes.length - start;
    }

    /** Where the message begins in {@link #bytes}; it goes on to the end. */
    int start() {
        return start;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Puts the length and the tag before what was written since the size was {@code before}. */
    void enclose(int before, int tag) {
        begin(size() - before, tag);
    }

    /** Puts the tag and the length of something of {@code length} bytes. */
    void begin(int length, int tag) {
        varint(length);
        tag(tag);
    }

    void string(int tag, String text) {
        int length = text.length();
        makeRoom(length);
        if (isAsciiWritten(text, start - length)) {
            start -= length;
            begin(length, tag);
        } else {
            utf8(tag, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Writes {@code text} from {@code offset} on as far as it is ASCII; says whether all of it is.
     */
    private boolean isAsciiWritten(String text, int offset) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= FIRST_BEYOND_ASCII) {
                return false;
            }
            bytes[offset + i] = (byte) character;
        }
        return true;
    }

    private void utf8(int tag, byte[] encoded) {
        makeRoom(encoded.length);
        start -= encoded.length;
        System.arraycopy(encoded, 0, bytes, start, encoded.length);
        begin(encoded.length, tag);
    }

    /** The entries as fields of a Struct. */
    void entries(Map<?, ?> entries) {
        entries.forEach((key, value) -> entry(String.valueOf(key), value));
    }

    private void entry(String key, @Nullable Object value) {
        int before = size();
        Values.put(value, this);
        enclose(before, SECOND);
        string(FIRST, key);
        enclose(before, FIRST);
    }

    @Override
    public void nothing() {
        varint(0);
        tag(NULL);
    }

    @Override
    public void bool(boolean value) {
        varint(value ? 1 : 0);
        tag(BOOL);
    }

    @Override
    public void number(double value) {
        makeRoom(Long.BYTES);
        start -= Long.BYTES;
        LITTLE_ENDIAN.set(bytes, start, Double.doubleToRawLongBits(value));
        tag(NUMBER);
    }

    @Override
    public void text(String value) {
        string(STRING, value);
    }

    @Override
    public void list(List<?> items) {
        int before = size();
        makeRoom(written(items));
        for (Object item : items.reversed()) {
            int beforeItem = size();
            Values.put(item, this);
            enclose(beforeItem, FIRST);
        }
        enclose(before, LIST);
    }

    /** What those of the items take that are written already: most of a batch. */
    private static int written(List<?> items) {
        int sum = 0;
        for (Object item : items) {
            sum += item instanceof StructBytes struct ? struct.bytes() + BYTES_AROUND_WRITTEN : 0;
        }
        return sum;
    }

    @Override
    public void map(Map<?, ?> entries) {
        int before = size();
        entries(entries);
        enclose(before, STRUCT);
    }

    @Override
    public void row(Row row) {
        int before = size();
        row.forEach(this::entry);
        enclose(before, STRUCT);
    }

    @Override
    public void written(StructBytes struct) {
        makeRoom(struct.bytes());
        start -= struct.bytes();
        struct.copyInto(bytes, start);
        begin(struct.bytes(), STRUCT);
    }

    private void tag(int tag) {
        makeRoom(1);
        bytes[--start] = (byte) tag;
    }

    private void varint(int value) {
        makeRoom(LONGEST_VARINT);
        int length = value == 0 ? 1 : (Integer.SIZE + 6 - Integer.numberOfLeadingZeros(value)) / 7;
        start -= length;
        int rest = value;
        for (int i = start; i < start + length - 1; i++) {
            bytes[i] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[start + length - 1] = (byte) rest;
    }

    private void makeRoom(int count) {
        if (start >= count) {
            return;
        }
        int used = size();
        byte[] larger = new byte[Math.max(Math.multiplyExact(bytes.length, 2), used + count + 64)];
        System.arraycopy(bytes, start, larger, larger.length - used, used);
        start = larger.length - used;
        bytes = larger;
    }
}
