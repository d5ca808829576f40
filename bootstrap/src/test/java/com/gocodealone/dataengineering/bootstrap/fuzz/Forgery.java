package com.gocodealone.dataengineering.bootstrap.fuzz;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

/** Requests that no engine would send. Confined to a thread. */
final class Forgery {
    private static final int FIELD = 3;
    private static final int LENGTH_DELIMITED = 2;
    private static final int BYTE = 0x100;

    private final Random random;
    private final Spite spite;

    Forgery(Random random, Spite spite) {
        this.random = random;
        this.spite = spite;
    }

    /** Any message of the kind of {@code prototype}, well-formed. */
    Message message(Message prototype) {
        Message.Builder message = prototype.newBuilderForType();
        for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
            if (random.nextInt(4) != 0 && !field.isMapField()) {
                fill(message, field);
            }
        }
        return message.build();
    }

    private void fill(Message.Builder message, FieldDescriptor field) {
        if (field.isRepeated()) {
            return;
        }
        switch (field.getJavaType()) {
            case STRING -> message.setField(field, spite.text());
            case INT -> message.setField(field, random.nextInt());
            case LONG -> message.setField(field, random.nextLong());
            case BOOLEAN -> message.setField(field, random.nextBoolean());
            case DOUBLE -> message.setField(field, random.nextDouble());
            case FLOAT -> message.setField(field, random.nextFloat());
            case BYTE_STRING -> message.setField(field, ByteString.copyFrom(noise()));
            case ENUM -> message.setField(field, spite.oneOf(field.getEnumType().getValues()));
            case MESSAGE -> message.setField(field, inner(message.newBuilderForField(field)));
        }
    }

    private Message inner(Message.Builder builder) {
        if (builder instanceof Struct.Builder) {
            return spite.config(List.of(spite.text()));
        }
        if (builder instanceof Any.Builder) {
            return Any.newBuilder()
                    .setTypeUrl("type.googleapis.com/" + spite.text())
                    .setValue(ByteString.copyFrom(noise()))
                    .build();
        }
        return message(builder.getDefaultInstanceForType());
    }

    byte[] noise() {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    /** Some bytes other than they were, one left out, the rest cut off, or all of it twice. */
    byte[] mutated(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(4); i > 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(BYTE);
        }
        int cut = random.nextInt(changed.length + 1);
        ByteArrayOutputStream mutated = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> mutated.write(changed, 0, cut);
            case 1 -> {
                mutated.writeBytes(changed);
                mutated.writeBytes(changed);
            }
            case 2 -> {
                mutated.write(changed, 0, cut);
                mutated.writeBytes(noise());
                mutated.write(changed, cut, changed.length - cut);
            }
            default -> mutated.writeBytes(changed);
        }
        return mutated.toByteArray();
    }

    /** A request whose configuration is a map in a map in a map, {@code levels} times. */
    static byte[] nested(int levels) {
        byte[] value = {};
        byte[][] heads = new byte[levels][];
        int length = value.length;
        for (int level = 0; level < levels; level++) {
            // A Struct's entry: the key "a" and a Value, which is a Struct again.
            byte[] inValue = head(5, length);
            int entry = 3 + head(2, length + inValue.length).length + length + inValue.length;
            byte[] inStruct = head(1, entry);
            heads[level] =
                    joined(
                            inStruct,
                            new byte[] {0x0a, 1, 'a'},
                            head(2, length + inValue.length),
                            inValue);
            length += heads[level].length;
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head(FIELD, length));
        for (int level = levels - 1; level >= 0; level--) {
            request.writeBytes(heads[level]);
        }
        return request.toByteArray();
    }

    private static byte[] head(int field, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeUInt32NoTag(field << 3 | LENGTH_DELIMITED);
            out.writeUInt32NoTag(length);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
