package com.gocodealone.dataengineering.adapters.tenancy;

import com.gocodealone.dataengineering.adapters.cdc.tck.tenancy.TenancyStrategyContract;
import com.gocodealone.dataengineering.domain.config.Settings;
import com.gocodealone.dataengineering.domain.tenancy.TenancySpec;
import com.gocodealone.dataengineering.domain.tenancy.TenancyStrategy;

import org.junit.jupiter.api.Nested;

import java.util.List;
import java.util.Map;

/** Our strategies keep the rules for strategies. */
class StrategiesTest {
    private static TenancySpec spec(String server) {
        return Settings.of(
                        Map.of(
                                "connection",
                                server + "://app@host/app",
                                "schema_prefix",
                                "t_",
                                "tables",
                                List.of("orders", "lines")))
                .as(TenancySpec.class);
    }

    /** Schemas. */
    @Nested
    class BySchema extends TenancyStrategyContract {
        @Override
        protected TenancyStrategy strategy() {
            return new SchemaPerTenant();
        }

        @Override
        protected TenancySpec spec() {
            return StrategiesTest.spec("postgres");
        }
    }

    /** Databases. */
    @Nested
    class ByDatabase extends TenancyStrategyContract {
        @Override
        protected TenancyStrategy strategy() {
            return new DatabasePerTenant();
        }

        @Override
        protected TenancySpec spec() {
            return StrategiesTest.spec("postgres");
        }
    }

    /** Databases of MySQL, which cannot be renamed. */
    @Nested
    class ByDatabaseInMySql extends ByDatabase {
        @Override
        protected TenancySpec spec() {
            return StrategiesTest.spec("mysql");
        }
    }

    /** Rows. */
    @Nested
    class ByRow extends TenancyStrategyContract {
        @Override
        protected TenancyStrategy strategy() {
            return new RowLevel();
        }

        @Override
        protected TenancySpec spec() {
            return StrategiesTest.spec("postgres");
        }
    }
}
