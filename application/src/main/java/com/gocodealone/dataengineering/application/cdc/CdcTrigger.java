package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.cdc.Operation;
import com.gocodealone.dataengineering.domain.cdc.TablePattern;
import com.gocodealone.dataengineering.domain.config.Doc;

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
                    List<Operation> actions) {}

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
        List<TablePattern> tables = config.tables().stream().map(TablePattern::new).toList();
        Subscription subscription =
                new Subscription(name, new EventFilter(tables, config.actions()));
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
