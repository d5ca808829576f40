package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.ChangeBatch;
import com.gocodealone.dataengineering.domain.cdc.ChangeEvent;
import com.gocodealone.dataengineering.domain.cdc.ChangeStream;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Settings;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** What is killed: says what it saw, and then what it acknowledged. */
final class KilledReaderMain {
    static final String OPEN = "open.";

    private KilledReaderMain() {}

    public static void main(String[] arguments) throws Exception {
        SourceSpec source = source();
        FileContext context = new FileContext(Path.of(arguments[0]));
        read(
                new SourceReader(named(source.provider()), source, context, Duration.ofMinutes(1)),
                Long.parseLong(arguments[1]));
    }

    @SuppressWarnings("unchecked") // our own process wrote it
    private static SourceSpec source() throws IOException, ClassNotFoundException {
        try (ObjectInputStream input = new ObjectInputStream(System.in)) {
            return new SourceSpec(
                    (String) input.readObject(),
                    (String) input.readObject(),
                    (String) input.readObject(),
                    (String) input.readObject(),
                    (List<String>) input.readObject(),
                    Settings.of((Map<String, Object>) input.readObject()));
        }
    }

    private static CdcProvider named(String name) {
        return ServiceLoader.load(CdcProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void read(SourceReader reader, long lastToAcknowledge)
            throws InterruptedException {
        try (reader) {
            ChangeStream stream = reader.reopen();
            say(OPEN);
            while (true) {
                ChangeBatch batch = stream.poll(Duration.ofSeconds(1));
                say(KilledReader.SEEN, batch);
                if (!batch.isEmpty() && Subject.id(batch.events().getLast()) <= lastToAcknowledge) {
                    stream.acknowledge(batch.last());
                    say(KilledReader.ACKNOWLEDGED, batch);
                }
            }
        }
    }

    private static void say(String what, ChangeBatch batch) {
        for (ChangeEvent event : batch.events()) {
            say(sentence(what, Subject.id(event)));
        }
    }

    private static void say(String sentence) {
        System.out.println(sentence);
        System.out.flush();
    }

    static String sentence(String what, long id) {
        return "%s row %d.".formatted(what, id);
    }
}
