package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Providers;
import com.gocodealone.dataengineering.application.cdc.source.SourceMemory;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.Capability;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.Finding;
import com.gocodealone.dataengineering.domain.cdc.Finding.Grade;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.StateStore;
import com.gocodealone.dataengineering.domain.cdc.StreamContext;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at sources that are not running, or run elsewhere, and says what is right and what is
 * wrong. Changes nothing. Confined to a thread.
 */
public final class Doctor {
    private final Providers providers;
    private final Supplier<@Nullable StateStores> states;

    /**
     * @param states gives what the sources of this machine remember; null when there is nothing
     */
    public Doctor(Providers providers, Supplier<@Nullable StateStores> states) {
        this.providers = providers;
        this.states = states;
    }

    /**
     * Looks at one source.
     *
     * @param config the keys of a {@code cdc.source} module
     * @return what was found, without a secret
     */
    public List<Finding> examine(Map<String, ? extends @Nullable Object> config)
            throws InterruptedException {
        Secrets secrets = new Secrets();
        secrets.learnFrom(config);
        List<Finding> found = new ArrayList<>();
        try {
            SourceSpec source = Settings.of(config).as(CdcSource.Config.class).spec();
            examine(source, found);
        } catch (Failure failure) {
            found.add(new Finding(Grade.ERROR, "configuration", failure.fact(), null));
        }
        return found.stream().map(finding -> redacted(finding, secrets)).toList();
    }

    private void examine(SourceSpec source, List<Finding> found) throws InterruptedException {
        CdcProvider provider = providers.named(source.provider());
        provider.validate(source);
        if (!provider.capabilities(source).contains(Capability.DIAGNOSIS)) {
            String fact = "provider %s cannot look at a source".formatted(provider.name());
            found.add(new Finding(Grade.WARNING, "provider", fact, null));
            return;
        }
        found.addAll(provider.diagnose(source, new Context(state(source, found))));
    }

    private StateStore state(SourceSpec source, List<Finding> found) {
        try {
            StateStores stores = states.get();
            if (stores != null) {
                return stores.of(SourceMemory.ownerOf(source.sourceId()));
            }
        } catch (Failure failure) {
            String fact = "what was acknowledged is not known: " + failure.fact();
            found.add(new Finding(Grade.WARNING, "state", fact, null));
        }
        return new NothingKnown();
    }

    private static Finding redacted(Finding finding, Secrets secrets) {
        String repair = finding.repair();
        return new Finding(
                finding.grade(),
                finding.subject(),
                secrets.redact(finding.fact()),
                repair == null ? null : secrets.redact(repair));
    }

    /** The state of a source that has never run here. */
    private record NothingKnown() implements StateStore {
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public void put(Map<String, String> entries) {
            throw new IllegalStateException("a diagnosis changes nothing");
        }

        @Override
        public void remove(String key) {
            throw new IllegalStateException("a diagnosis changes nothing");
        }
    }

    private record Context(StateStore state) implements StreamContext {
        @Override
        public long maxQueuedBytes() {
            return 0;
        }

        @Override
        public Begin begin() {
            return Begin.RESUME;
        }
    }
}
