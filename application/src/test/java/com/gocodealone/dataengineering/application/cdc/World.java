package com.gocodealone.dataengineering.application.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.gocodealone.dataengineering.application.cdc.delivery.Backoff;
import com.gocodealone.dataengineering.application.cdc.delivery.DeliveryRuntime;
import com.gocodealone.dataengineering.application.cdc.delivery.TriggerOptions;
import com.gocodealone.dataengineering.application.cdc.source.SourceRuntime;
import com.gocodealone.dataengineering.application.cdc.source.SourceState;
import com.gocodealone.dataengineering.application.cdc.source.SourceStatus;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.DeadLetters;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One source called {@code shop} with its triggers, in a process that can crash, on a log that
 * cannot. Used by one test; {@link #close} checks what must hold at all times.
 */
final class World implements AutoCloseable {
    static final String SHOP = "shop";
    private static final Backoff AT_ONCE = new Backoff(Duration.ofNanos(1), Duration.ofNanos(1));

    private static final DeadLetters.Filter EVERY_LETTER =
            new DeadLetters.Filter(null, null, null, null, List.of());

    final ScriptedLog log = new ScriptedLog();
    final ScriptedEngine engine = new ScriptedEngine();
    final MemoryStates states = new MemoryStates();
    final List<String> violations = new ArrayList<>();
    private final Map<String, @Nullable String> wishes = new LinkedHashMap<>();
    private final Map<String, Part> triggers = new LinkedHashMap<>();
    private final long maxBytes;
    private ScriptedProvider provider = new ScriptedProvider(log);
    private SourceRuntime runtime;
    private Sources sources;
    private Part source;
    private Backoff openBackoff = AT_ONCE;
    private Backoff deliveryBackoff = AT_ONCE;
    private Map<String, Object> sourceKeys = Map.of();
    private Map<String, Object> options = Map.of();

    World(long maxBytes) {
        this.maxBytes = maxBytes;
        this.runtime = newRuntime();
        this.sources = newSources();
        this.source = newSource(true);
        log.beforeAcknowledge(this::checkAcknowledgement);
    }

    World() {
        this(1 << 20);
    }

    /** A world whose source is open and which has one started trigger. */
    static World with(String trigger) throws InterruptedException {
        return with(trigger, Map.of());
    }

    /** As {@link #with(String)}; the trigger has these keys too. */
    static World with(String trigger, Map<String, Object> keys) throws InterruptedException {
        World world = new World().delivering(keys);
        world.createTrigger(trigger, null);
        world.start();
        world.startTrigger(trigger);
        return world;
    }

    /** A new process, before its triggers are created, which retries after these waits. */
    World waiting(Backoff open, Backoff delivery) {
        openBackoff = open;
        deliveryBackoff = delivery;
        runtime = newRuntime();
        sources = newSources();
        source = newSource(true);
        return this;
    }

    /** A new process, before its triggers are created, whose source has these keys too. */
    World configured(Map<String, Object> keys) {
        sourceKeys = keys;
        runtime = newRuntime();
        sources = newSources();
        source = newSource(true);
        return this;
    }

    /** Triggers that are created from now on have these keys too. */
    World delivering(Map<String, Object> keys) {
        options = keys;
        return this;
    }

    List<DeadLetters.Letter> letters() {
        return states.deadLetters().find(EVERY_LETTER, 100);
    }

    List<String> letterIds() {
        return letters().stream().map(DeadLetters.Letter::eventId).toList();
    }

    SourceRuntime runtime() {
        return runtime;
    }

    private SourceRuntime newRuntime() {
        return new SourceRuntime(
                name -> provider,
                new DeliveryRuntime(() -> states, engine, new Secrets(), deliveryBackoff),
                openBackoff,
                new SourceRuntime.Room(maxBytes, maxBytes));
    }

    private Sources newSources() {
        return new Sources(runtime);
    }

    private Part newSource(boolean autostart) {
        return new CdcSource(sources).create(SHOP, config(SHOP, autostart, sourceKeys));
    }

    static CdcSource.Config config(String sourceId, boolean autostart) {
        return config(sourceId, autostart, Map.of());
    }

    private static CdcSource.Config config(
            String sourceId, boolean autostart, Map<String, Object> more) {
        Map<String, Object> keys = new LinkedHashMap<>(more);
        keys.put("source_id", sourceId);
        keys.put("provider", "scripted");
        keys.put("connection", "postgres://u:hunter2@h/d");
        keys.put("autostart", autostart);
        return Settings.of(keys).as(CdcSource.Config.class);
    }

    ScriptedProvider provider() {
        return provider;
    }

    Sources sources() {
        return sources;
    }

    Part source() {
        return source;
    }

    SourceStatus status() {
        return sources.get(SHOP).status();
    }

    void awaitState(SourceState state) {
        Eventually.isTrue(
                () -> status().state() == state, () -> "%s is %s".formatted(state, status()));
    }

    void awaitAcknowledged(int number) {
        Eventually.isTrue(
                () -> log.acknowledged() == number,
                () -> "%d is acknowledged, not %d".formatted(log.acknowledged(), number));
    }

    void start() throws InterruptedException {
        source.start();
    }

    /**
     * Creates a trigger that is to start {@code workflow}.
     *
     * @param table the only table that it wants; null for all
     */
    void createTrigger(String workflow, @Nullable String table) {
        List<String> tables = table == null ? List.of() : List.of(table);
        TriggerOptions config =
                Settings.of(options)
                        .with("source_id", SHOP)
                        .with("tables", tables)
                        .as(TriggerOptions.class);
        triggers.put(workflow, new CdcTrigger(sources).create(workflow, config));
        synchronized (violations) {
            wishes.put(workflow, table);
        }
    }

    void startTrigger(String workflow) throws InterruptedException {
        trigger(workflow).start();
    }

    void stopTrigger(String workflow) {
        trigger(workflow).stop();
    }

    void destroyTrigger(String workflow) {
        synchronized (violations) {
            wishes.remove(workflow);
        }
        trigger(workflow).destroy();
        triggers.remove(workflow);
    }

    private Part trigger(String workflow) {
        return Objects.requireNonNull(triggers.get(workflow));
    }

    /** The process dies without a word and another one begins, in the order of the engine. */
    void crash() throws InterruptedException {
        provider.die();
        source.stop();
        Capability[] capabilities = provider.capabilities().toArray(Capability[]::new);
        provider = new ScriptedProvider(log);
        provider.offer(capabilities);
        runtime = newRuntime();
        sources = newSources();
        source = newSource(true);
        Map<String, @Nullable String> wanted = new LinkedHashMap<>(wishes);
        for (Map.Entry<String, @Nullable String> wish : wanted.entrySet()) {
            createTrigger(wish.getKey(), wish.getValue());
        }
        start();
        for (String workflow : wanted.keySet()) {
            startTrigger(workflow);
        }
    }

    /**
     * The rule: every trigger that exists has succeeded with all that is acknowledged now, or its
     * letter is kept.
     */
    private void checkAcknowledgement(int upTo) {
        synchronized (violations) {
            wishes.forEach(
                    (workflow, table) -> {
                        List<Integer> missing =
                                log.numbersOf(table).stream()
                                        .filter(number -> number > log.acknowledged())
                                        .filter(number -> number <= upTo)
                                        .filter(n -> !engine.succeeded(workflow).contains(n))
                                        .filter(n -> !isGivenUp(workflow, n))
                                        .toList();
                        if (!missing.isEmpty()) {
                            violations.add(
                                    "%d acknowledged, %s lacks %s"
                                            .formatted(upTo, workflow, missing));
                        }
                    });
        }
    }

    /** Whether the event was put aside, or the user said that it may be skipped. */
    private boolean isGivenUp(String workflow, int number) {
        DeadLetters.Filter letter =
                new DeadLetters.Filter(
                        SHOP, workflow, null, null, List.of("%s:%d:0".formatted(SHOP, number)));
        return "skip".equals(options.get("on_error")) || states.deadLetters().count(letter) > 0;
    }

    /** Ends the process and checks what must hold at all times. */
    @Override
    public void close() {
        source.stop();
        assertThat(provider.closed()).as("every stream is closed").isEqualTo(provider.opened());
        synchronized (violations) {
            assertThat(violations).as("acknowledged too early").isEmpty();
        }
        assertThat(log.misuses()).as("streams are used as they must be").isEmpty();
    }
}
