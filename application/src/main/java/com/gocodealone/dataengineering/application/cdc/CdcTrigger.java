package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.rows.ColumnOptions;
import com.gocodealone.dataengineering.application.cdc.rows.RowCondition;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Problems;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/** {@code trigger.cdc}: starts a workflow for every change that it wants. */
public final class CdcTrigger implements PartType<CdcTrigger.Config> {
    private static final Logger LOG = LoggerFactory.getLogger(CdcTrigger.class);

    /** The keys of the trigger. */
    public record Config(
            @Doc("The source whose changes start the workflow") String sourceId,
            @Doc("Only changes of these tables, such as public.orders or sales.*; none means all")
                    List<String> tables,
            @Doc("Only these operations, in any letter case; none means all, snapshot included")
                    List<Operation> actions,
            @Doc("Only rows that fit, such as {status: [paid, shipped], total: {gt: 100}}")
                    Settings where,
            @Doc("Only updates in which one of these columns changed; other operations all")
                    List<String> changed,
            @Doc("Which columns the workflow gets, and in what form") ColumnOptions columns,
            @Doc("Start the workflow once for many events, with the action cdc.batch")
                    @Nullable BatchOptions batch,
            @Doc("What may be under way at the same time") @Default("source") Order order,
            @Doc(
                            "How many workflows run at the same time; without it 1 for source, 4"
                                    + " for table, 16 for key")
                    @Nullable Integer maxInFlight,
            @Doc("How a failing workflow is run again") RetryOptions retry,
            @Doc(
                            "What becomes of an event whose attempts are exhausted; dead_letter"
                                    + " without it")
                    @Nullable OnError onError,
            @Doc("What becomes of an event that alone is too large for the engine") @Default("fail")
                    OnOversize onOversize) {
        public Config {
            Problems problems = new Problems();
            if (maxInFlight != null && maxInFlight < 1) {
                problems.add("max_in_flight: %d must be at least 1".formatted(maxInFlight));
            }
            if (order == Order.SOURCE && maxInFlight != null && maxInFlight > 1) {
                problems.add(
                        "max_in_flight: %d needs order: table or order: key; order: source runs one"
                                .formatted(maxInFlight));
            }
            if (onError != null && retry.maxAttempts() == null) {
                problems.add(
                        "on_error needs retry.max_attempts: without it an event is tried for ever");
            }
            RowCondition.check(where.values(), problems);
            problems.throwIfAny();
        }

        /** How many workflows may run at the same time. */
        int mostInFlight() {
            return maxInFlight == null ? order.usualInFlight() : maxInFlight;
        }

        /** What becomes of an event whose attempts are exhausted. */
        OnError errorPolicy() {
            return onError == null ? OnError.DEAD_LETTER : onError;
        }
    }

    private final Sources sources;

    public CdcTrigger(Sources sources) {
        this.sources = sources;
    }

    @Override
    public TypeInfo.Kind kind() {
        return TypeInfo.Kind.TRIGGER;
    }

    @Override
    public String type() {
        return "trigger.cdc";
    }

    @Override
    public String doc() {
        return "Starts the workflow for every change of a source, at least once and in order.";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public Part create(String name, Config config) {
        sources.keepSecret(config.columns().mask().salt());
        Subscription subscription = new Subscription(name, config);
        Live live = new Live(config.sourceId(), subscription);
        live.subscribers().created(subscription);
        return live;
    }

    private final class Live implements Part {
        private final String sourceId;
        private final Subscription subscription;

        Live(String sourceId, Subscription subscription) {
            this.sourceId = sourceId;
            this.subscription = subscription;
        }

        Subscribers subscribers() {
            return sources.subscribersOf(sourceId);
        }

        @Override
        public void start() {
            if (!sources.isConfigured(sourceId)) {
                LOG.warn(
                        "{} \"{}\": {}; it waits until step.cdc_start configures it",
                        type(),
                        subscription.workflow(),
                        sources.unknown(sourceId));
            }
            subscribers().started(subscription);
        }

        @Override
        public void stop() {
            subscribers().stopped(subscription);
        }

        @Override
        public void destroy() {
            subscribers().destroyed(subscription);
        }
    }
}
