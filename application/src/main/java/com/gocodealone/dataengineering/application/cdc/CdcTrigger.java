package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.delivery.Subscribers;
import com.gocodealone.dataengineering.application.cdc.delivery.Subscription;
import com.gocodealone.dataengineering.application.cdc.delivery.TriggerOptions;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code trigger.cdc}: starts a workflow for every change that it wants. */
public final class CdcTrigger implements PartType<TriggerOptions> {
    private static final Logger LOG = LoggerFactory.getLogger(CdcTrigger.class);

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
    public Class<TriggerOptions> config() {
        return TriggerOptions.class;
    }

    @Override
    public Part create(String name, TriggerOptions config) {
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
