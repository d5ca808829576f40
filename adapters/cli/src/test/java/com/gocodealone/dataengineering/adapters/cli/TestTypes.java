package com.gocodealone.dataengineering.adapters.cli;

import com.gocodealone.dataengineering.application.plugin.Manifest;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.Step;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Sensitive;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A plugin that offers a module and a step, with keys of every shape. */
final class TestTypes {
    private TestTypes() {}

    static Plugin plugin() {
        return new Plugin(
                new Manifest("bar", "1.2.3", "nobody", "A bar"),
                List.of(new Cellar()),
                List.of(new Pour()),
                new Secrets());
    }

    enum Size {
        SMALL,
        LARGE
    }

    record Place(@Doc("Counted from below") @Default("1") int shelf) {}

    record Order(
            @Doc("What to pour") String drink,
            @Doc("How much") @Default("small") Size size,
            @Doc("Where it is") Place from) {}

    record Answer(@Doc("Whether there was any") boolean poured) {}

    record Lock(@Doc("Opens it") @Sensitive @Nullable String lock) {}

    private static final class Pour implements Step<Order, Answer> {
        @Override
        public String type() {
            return "step.pour";
        }

        @Override
        public String doc() {
            return "Pours a drink.";
        }

        @Override
        public Class<Order> input() {
            return Order.class;
        }

        @Override
        public Class<Answer> output() {
            return Answer.class;
        }

        @Override
        public Answer execute(Order order) {
            return new Answer(true);
        }
    }

    private static final class Cellar implements PartType<Lock> {
        @Override
        public TypeInfo.Kind kind() {
            return TypeInfo.Kind.MODULE;
        }

        @Override
        public String type() {
            return "cellar";
        }

        @Override
        public String doc() {
            return "Keeps things cool.";
        }

        @Override
        public Class<Lock> config() {
            return Lock.class;
        }

        @Override
        public Part create(String name, Lock config) {
            throw new IllegalStateException("only looked at");
        }
    }
}
