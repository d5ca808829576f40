package com.gocodealone.dataengineering.application.cdc.source;

import com.gocodealone.dataengineering.application.cdc.delivery.Subscribers;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** The configured sources and the triggers of each, by source id. Thread-safe. */
public final class Sources {
    private final ConcurrentMap<String, Source> configured = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Subscribers> subscribers = new ConcurrentHashMap<>();
    private final SourceRuntime runtime;
    private final Secrets secrets;

    public Sources(SourceRuntime runtime) {
        this.runtime = runtime;
        this.secrets = runtime.delivery().secrets();
    }

    /**
     * Checks {@code setup} as far as that goes without reaching the source.
     *
     * @throws Failure INVALID that says what is wrong
     */
    public Source prepare(SourceSetup setup) {
        SourceSpec spec = setup.spec();
        String connection = spec.connection();
        if (connection != null) {
            secrets.learnFrom(connection);
        }
        secrets.learnFrom(spec.options().values());
        CdcProvider provider = runtime.providers().named(spec.provider());
        provider.validate(spec);
        setup.policy().validate(provider.name(), provider.capabilities(spec));
        return new Source(setup, provider, subscribersOf(spec.sourceId()), runtime);
    }

    /** From now on {@code secret} is never printed. */
    public void keepSecret(@Nullable String secret) {
        if (secret != null) {
            secrets.learn(secret);
        }
    }

    /** What a pipeline may see of {@code error}: a database's own words could hold a secret. */
    public @Nullable String redacted(@Nullable String error) {
        return error == null ? null : secrets.redact(error);
    }

    /**
     * Lets triggers and steps find {@code source}.
     *
     * @throws Failure CONFLICT when another one has the same id
     */
    public void add(Source source) {
        Source there = addIfAbsent(source);
        if (there != source) {
            throw new Failure(
                    Failure.Kind.CONFLICT,
                    "source_id: \"%s\" is taken by %s; give every source an id of its own"
                            .formatted(source.spec().sourceId(), there.owner()));
        }
    }

    /**
     * Adds {@code source} unless another one has the same id; the answer is the one that has it.
     */
    public Source addIfAbsent(Source source) {
        Source other = configured.putIfAbsent(source.spec().sourceId(), source);
        if (other != null && other != source) {
            return other;
        }
        source.admit();
        return source;
    }

    /** Stops {@code source} and forgets it. */
    public void remove(Source source) {
        configured.remove(source.spec().sourceId(), source);
        source.retire();
    }

    /** The triggers of a source, whether it is configured or not. */
    public Subscribers subscribersOf(String sourceId) {
        return subscribers.computeIfAbsent(sourceId, id -> new Subscribers());
    }

    public boolean isConfigured(String sourceId) {
        return configured.containsKey(sourceId);
    }

    public @Nullable Source find(String sourceId) {
        return configured.get(sourceId);
    }

    /**
     * The source with this id.
     *
     * @throws Failure NOT_FOUND that names the nearest source there is
     */
    public Source get(String sourceId) {
        Source source = configured.get(sourceId);
        if (source == null) {
            throw new Failure(Failure.Kind.NOT_FOUND, unknown(sourceId));
        }
        return source;
    }

    /** A sentence about an id that no source has. */
    public String unknown(String sourceId) {
        Collection<String> known = configured.keySet();
        String hint =
                Nearest.to(sourceId, known)
                        .map("did you mean %s?"::formatted)
                        .orElse(
                                known.isEmpty()
                                        ? "none is configured"
                                        : known.stream()
                                                .sorted()
                                                .collect(Collectors.joining(", ", "known: ", "")));
        return "source_id: no CDC source \"%s\" is configured (%s)".formatted(sourceId, hint);
    }

    /** Every configured source by its id, as of now. */
    public Map<String, Source> all() {
        return Map.copyOf(configured);
    }
}
