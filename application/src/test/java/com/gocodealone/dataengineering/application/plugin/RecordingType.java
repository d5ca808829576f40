package com.gocodealone.dataengineering.application.plugin;

import com.gocodealone.dataengineering.domain.Failure;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** A type whose parts write down what is done to them, and fail where they are told to. */
final class RecordingType implements PartType<RecordingType.Config> {
    /** Which call fails. */
    record Config(@Nullable String fails) {}

    private final TypeInfo.Kind kind;
    private final String type;
    private final List<String> events;

    RecordingType(TypeInfo.Kind kind, String type, List<String> events) {
        this.kind = kind;
        this.type = type;
        this.events = events;
    }

    @Override
    public TypeInfo.Kind kind() {
        return kind;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String doc() {
        return "Writes down what is done to it.";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public Part create(String name, Config config) {
        Recording part = new Recording(name, Objects.requireNonNullElse(config.fails(), ""));
        part.note("create");
        return part;
    }

    private final class Recording implements Part {
        private final String name;
        private final String fails;

        Recording(String name, String fails) {
            this.name = name;
            this.fails = fails;
        }

        void note(String call) {
            events.add(call + " " + name);
            if (call.equals(fails)) {
                throw new Failure(Failure.Kind.UNAVAILABLE, call + " does not work");
            }
            if (call.equals("stop") && fails.equals("crash")) {
                throw new IllegalStateException("crash");
            }
        }

        @Override
        public void start() {
            note("start");
        }

        @Override
        public void stop() {
            note("stop");
        }

        @Override
        public void destroy() {
            note("destroy");
        }
    }
}
