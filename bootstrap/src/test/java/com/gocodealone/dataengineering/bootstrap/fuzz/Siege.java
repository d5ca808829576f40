package com.gocodealone.dataengineering.bootstrap.fuzz;

import com.gocodealone.dataengineering.bootstrap.fuzz.Wire.Answer;
import com.gocodealone.dataengineering.bootstrap.fuzz.Wire.Call;
import com.gocodealone.dataengineering.bootstrap.host.Structs;
import com.gocodealone.dataengineering.proto.engine.CreateModuleRequest;
import com.gocodealone.dataengineering.proto.engine.CreateStepRequest;
import com.gocodealone.dataengineering.proto.engine.CreateTriggerRequest;
import com.gocodealone.dataengineering.proto.engine.ExecuteStepRequest;
import com.gocodealone.dataengineering.proto.engine.HandleRequest;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Callers that ask the plugin, all at the same time, for things that nobody should ask for, about
 * what each other made. Thread-safe.
 */
final class Siege {
    static final int CALLERS = 16;
    private static final int MOST_KEPT = 200;

    private static final List<Call> ALL = Call.all();
    private static final List<String> CHANGES =
            List.of("InitModule", "StartModule", "StopModule", "DestroyModule", "DestroyStep");

    private final Wire wire;
    private final Catalog catalog;
    private final Queue<String> made = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final LongAdder calls = new LongAdder();

    Siege(Wire wire, Catalog catalog) {
        this.wire = wire;
        this.catalog = catalog;
    }

    /** Brings in what is loaded when it is first used, and then stays. */
    void loadEverything() throws Exception {
        String connection = "postgres://u:p@127.0.0.1:1/x";
        for (String provider : List.of("debezium", "bento", "dms")) {
            start(
                    "cdc.source",
                    Map.of("source_id", "a", "provider", provider, "connection", connection));
        }
        start("data.tenancy", Map.of("strategy", "schema", "connection", connection));
        raze();
    }

    private void start(String type, Map<String, String> config) {
        CreateModuleRequest module =
                CreateModuleRequest.newBuilder()
                        .setType(type)
                        .setName("first")
                        .setConfig(Structs.of(config))
                        .build();
        ask("StartModule", request(ask("CreateModule", module).text("handle_id")));
    }

    /** All callers at once, each with what {@code seed} tells it, until the time is over. */
    void layFor(Duration time, long seed) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        together(
                caller -> {
                    Besieger besieger = new Besieger(new Random(seed * CALLERS + caller));
                    while (System.nanoTime() < end) {
                        besieger.act();
                    }
                });
        raze();
    }

    /** What one of the callers does. */
    interface Work {
        void of(int caller) throws Exception;
    }

    static void together(Work work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                running.add(
                        callers.submit(
                                () -> {
                                    work.of(caller);
                                    return true;
                                }));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** Destroys whatever was made. */
    private void raze() throws Exception {
        together(
                caller -> {
                    for (String handle = made.poll(); handle != null; handle = made.poll()) {
                        ask("DestroyModule", request(handle));
                        ask("DestroyStep", request(handle));
                    }
                });
    }

    List<String> complaints() {
        return complaints.stream().distinct().limit(20).toList();
    }

    long calls() {
        return calls.sum();
    }

    private Answer ask(String call, Message request) {
        return ask(Call.named(call), request.toByteArray());
    }

    private Answer ask(Call call, byte[] request) {
        calls.increment();
        Answer answer = wire.call(call, request);
        Sentence.complaint(answer)
                .ifPresent(what -> complaints.add("%s: %s".formatted(call.name(), what)));
        String handle = answer.text("handle_id");
        if (!handle.isEmpty()) {
            made.add(handle);
        }
        return answer;
    }

    private static HandleRequest request(String handle) {
        return HandleRequest.newBuilder().setHandleId(handle).build();
    }

    /** One caller. Confined to a thread. */
    private final class Besieger {
        private final Random random;
        private final Spite spite;
        private final Forgery forgery;

        Besieger(Random random) {
            this.random = random;
            this.spite = new Spite(random);
            this.forgery = new Forgery(random, spite);
        }

        void act() {
            switch (random.nextInt(12)) {
                case 0 -> ask(spite.oneOf(ALL), forgery.noise());
                case 1 -> {
                    Call call = spite.oneOf(ALL);
                    ask(call, forgery.message(call.request()).toByteArray());
                }
                case 2 -> {
                    Call call = spite.oneOf(ALL);
                    ask(call, forgery.mutated(forgery.message(call.request()).toByteArray()));
                }
                case 3 -> create("CreateModule", spite.oneOf(catalog.modules()));
                case 4 -> create("CreateTrigger", spite.oneOf(catalog.triggers()));
                case 5, 6 -> create("CreateStep", spite.oneOf(catalog.steps()));
                case 7, 8 -> execute();
                default -> ask(spite.oneOf(CHANGES), request(handle()));
            }
            if (made.size() > MOST_KEPT) {
                ask("DestroyModule", request(handle()));
                ask("DestroyStep", request(handle()));
            }
        }

        private void create(String call, Catalog.Entry entry) {
            Struct config = spite.config(entry.keys());
            String name = spite.text();
            ask(
                    call,
                    switch (call) {
                        case "CreateModule" ->
                                CreateModuleRequest.newBuilder()
                                        .setType(entry.type())
                                        .setName(name)
                                        .setConfig(config)
                                        .build();
                        case "CreateTrigger" ->
                                CreateTriggerRequest.newBuilder()
                                        .setType(entry.type())
                                        .setName(name)
                                        .setConfig(config)
                                        .build();
                        default ->
                                CreateStepRequest.newBuilder()
                                        .setType(entry.type())
                                        .setName(name)
                                        .setConfig(config)
                                        .build();
                    });
        }

        private void execute() {
            Catalog.Entry entry = spite.oneOf(catalog.steps());
            ask(
                    "ExecuteStep",
                    ExecuteStepRequest.newBuilder()
                            .setHandleId(handle())
                            .setConfig(spite.config(entry.keys()))
                            .setCurrent(spite.config(entry.keys()))
                            .build());
        }

        /** Of something that is there, that was there, or that never was. */
        private String handle() {
            String handle = made.poll();
            if (handle == null || random.nextInt(20) == 0) {
                return spite.text();
            }
            made.add(handle);
            return handle;
        }
    }
}
