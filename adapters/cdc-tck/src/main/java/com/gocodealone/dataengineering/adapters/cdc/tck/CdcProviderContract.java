package com.gocodealone.dataengineering.adapters.cdc.tck;

import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Objects;

/**
 * The rules that a provider of change data capture keeps, whatever it reads. A provider's test
 * class extends this and says which provider and which source; the rules come with it, numbered:
 *
 * <ul>
 *   <li>1xx: every change comes, in order, until it is acknowledged
 *   <li>2xx: a stream from its configuration to its end
 *   <li>3xx: what is declared is what works
 *   <li>4xx: what a change says
 *   <li>5xx: what it costs
 * </ul>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(300)
public abstract class CdcProviderContract
        implements DeliveryRules,
                SetupRules,
                StreamRules,
                CapabilityRules,
                ContentRules,
                CostRules {
    private @Nullable Bench bench;

    /** A new instance of the provider. */
    protected abstract CdcProvider provider();

    /** The source for all rules; they close it. */
    protected abstract SourceFixture start() throws Exception;

    /** How long a rule waits for what must happen before it says that it does not. */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    @BeforeAll
    final void setUp() throws Exception {
        bench = new Bench(provider(), start(), this::patience);
    }

    @AfterEach
    final void clear() throws Exception {
        bench().clear();
    }

    @AfterAll
    final void tearDown() throws Exception {
        if (bench != null) {
            bench.fixture().close();
        }
    }

    @Override
    public final Bench bench() {
        return Objects.requireNonNull(bench);
    }

    @Override
    public final CdcProvider newProvider() {
        return provider();
    }
}
