package com.gocodealone.dataengineering.bootstrap;

import com.gocodealone.dataengineering.application.cdc.CdcBackpressure;
import com.gocodealone.dataengineering.application.cdc.CdcDeadLetters;
import com.gocodealone.dataengineering.application.cdc.CdcMonitor;
import com.gocodealone.dataengineering.application.cdc.CdcSchemaHistory;
import com.gocodealone.dataengineering.application.cdc.CdcSnapshot;
import com.gocodealone.dataengineering.application.cdc.CdcSource;
import com.gocodealone.dataengineering.application.cdc.CdcStart;
import com.gocodealone.dataengineering.application.cdc.CdcStatus;
import com.gocodealone.dataengineering.application.cdc.CdcStop;
import com.gocodealone.dataengineering.application.cdc.CdcTrigger;
import com.gocodealone.dataengineering.application.cdc.Doctor;
import com.gocodealone.dataengineering.application.cdc.SourceFigures;
import com.gocodealone.dataengineering.application.cdc.source.SourceRuntime;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.command.CommandLine;
import com.gocodealone.dataengineering.application.command.KeptState;
import com.gocodealone.dataengineering.application.command.Onlooker;
import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Manifest;
import com.gocodealone.dataengineering.application.plugin.MetricsPort;
import com.gocodealone.dataengineering.application.plugin.Plugin;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.StateStores;
import com.gocodealone.dataengineering.application.tenancy.DataTenancy;
import com.gocodealone.dataengineering.application.tenancy.Tenancies;
import com.gocodealone.dataengineering.application.tenancy.TenancyPort;
import com.gocodealone.dataengineering.application.tenancy.TenantDemote;
import com.gocodealone.dataengineering.application.tenancy.TenantDeprovision;
import com.gocodealone.dataengineering.application.tenancy.TenantEvaluatePromotion;
import com.gocodealone.dataengineering.application.tenancy.TenantList;
import com.gocodealone.dataengineering.application.tenancy.TenantMigrate;
import com.gocodealone.dataengineering.application.tenancy.TenantPromote;
import com.gocodealone.dataengineering.application.tenancy.TenantProvision;
import com.gocodealone.dataengineering.application.tenancy.TenantQuery;
import com.gocodealone.dataengineering.application.tenancy.TenantStatus;
import com.gocodealone.dataengineering.domain.Failure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.util.List;
import java.util.ServiceLoader;

/** The whole plugin, put together by hand. */
final class Composition {
    private static final Logger LOG = LoggerFactory.getLogger(Composition.class);

    private Composition() {}

    static Plugin plugin(Home home, Engine engine) {
        Secrets secrets = new Secrets();
        Lazy<StateStores> states = new Lazy<>(() -> openState(home));
        SourceRuntime runtime =
                SourceRuntime.of(
                        ProviderFolder.ofCdc(home.providers())::named, states, engine, secrets);
        Sources sources = new Sources(runtime);
        AutoCloseable metrics = publish(new SourceFigures(sources), home);
        Tenancies tenancies = tenancies(home, secrets);
        return new Plugin(
                manifest(),
                List.of(
                        new CdcSource(sources),
                        new CdcTrigger(sources),
                        new DataTenancy(tenancies)),
                List.of(
                        new CdcStart(sources),
                        new CdcStop(sources),
                        new CdcStatus(sources),
                        new CdcBackpressure(sources),
                        new CdcMonitor(sources),
                        new CdcSnapshot(sources),
                        new CdcSchemaHistory(sources),
                        new CdcDeadLetters(runtime.delivery()),
                        new TenantProvision(tenancies),
                        new TenantDeprovision(tenancies),
                        new TenantMigrate(tenancies),
                        new TenantEvaluatePromotion(tenancies),
                        new TenantPromote(tenancies),
                        new TenantDemote(tenancies),
                        new TenantList(tenancies),
                        new TenantStatus(tenancies),
                        new TenantQuery(tenancies)),
                secrets,
                List.of(metrics));
    }

    /** A plugin without metrics works; one that does not start because of them would not. */
    private static AutoCloseable publish(SourceFigures figures, Home home) {
        try {
            MetricsPort.WaysOut waysOut = home.metrics();
            return waysOut.isEmpty()
                    ? () -> {}
                    : ServiceLoader.load(MetricsPort.class)
                            .findFirst()
                            .orElseThrow()
                            .publish(figures, waysOut);
        } catch (Failure failure) {
            LOG.error("no metrics: {}", failure.fact());
            return () -> {};
        }
    }

    private static Tenancies tenancies(Home home, Secrets secrets) {
        StrategyLoader strategies = new StrategyLoader(ProviderFolder.ofTenancy(home.providers()));
        Lazy<TenancyPort> port =
                new Lazy<>(() -> ServiceLoader.load(TenancyPort.class).findFirst().orElseThrow());
        return new Tenancies(strategies, port, secrets);
    }

    private static Manifest manifest() {
        return new Manifest(
                "workflow-plugin-data-engineering",
                Version.ofThisBuild(),
                "GoCodeAlone",
                "Change data capture that delivers every change, at least once and in order");
    }

    /** For a person: without an engine, and without making anything. */
    static CommandLine.Surroundings surroundings(Home home) {
        Lazy<StateStores> states = new Lazy<>(() -> openState(home));
        Doctor doctor =
                new Doctor(
                        ProviderFolder.ofCdc(home.providers())::named,
                        () -> Files.isDirectory(home.state()) ? states.get() : null);
        return new CommandLine.Surroundings(
                Version.ofThisBuild(),
                home.environment(),
                doctor,
                new Onlooker((engine, state) -> plugin(home.lookingOn(state), engine)),
                new KeptState(statePort().folder(home.state())));
    }

    private static StateStores openState(Home home) {
        return statePort().open(home.state());
    }

    private static StateStores.Port statePort() {
        return ServiceLoader.load(StateStores.Port.class).findFirst().orElseThrow();
    }
}
