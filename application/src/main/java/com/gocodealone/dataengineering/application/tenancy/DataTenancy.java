package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Inline;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code data.tenancy}: a database whose tenants are kept apart. */
public final class DataTenancy implements PartType<DataTenancy.Config> {
    private static final Logger LOG = LoggerFactory.getLogger(DataTenancy.class);

    /** The keys of the module. */
    public record Config(
            @Inline TenancySpec tenancy, @Inline PoolLimits limits, @Inline Usual usual) {}

    private final Tenancies tenancies;

    public DataTenancy(Tenancies tenancies) {
        this.tenancies = tenancies;
    }

    @Override
    public TypeInfo.Kind kind() {
        return TypeInfo.Kind.MODULE;
    }

    @Override
    public String type() {
        return "data.tenancy";
    }

    @Override
    public String doc() {
        return "A database whose tenants are kept apart: by schema, by database, or by row.";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public Part create(String name, Config config) {
        return new Live(name, tenancies.open(config.tenancy(), config.limits()), config.usual());
    }

    private final class Live implements Part {
        private final String name;
        private final TenantDatabase database;
        private final Usual usual;

        Live(String name, TenantDatabase database, Usual usual) {
            this.name = name;
            this.database = database;
            this.usual = usual;
        }

        /** A database that is away now does not keep the engine from starting. */
        @Override
        public void start() {
            try {
                database.check();
            } catch (Failure failure) {
                if (failure.kind() != Failure.Kind.UNAVAILABLE) {
                    throw failure;
                }
                LOG.warn(
                        "data.tenancy \"{}\": {}; checked again when it is used",
                        name,
                        failure.fact());
            }
            tenancies.add(name, database, usual);
        }

        @Override
        public void stop() {
            tenancies.remove(name, database);
        }

        @Override
        public void destroy() {
            stop();
            database.close();
        }
    }
}
