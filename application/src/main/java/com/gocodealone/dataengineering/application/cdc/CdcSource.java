package com.gocodealone.dataengineering.application.cdc;

import com.gocodealone.dataengineering.application.cdc.source.Source;
import com.gocodealone.dataengineering.application.cdc.source.SourcePolicy;
import com.gocodealone.dataengineering.application.cdc.source.SourceSetup;
import com.gocodealone.dataengineering.application.cdc.source.Sources;
import com.gocodealone.dataengineering.application.plugin.Part;
import com.gocodealone.dataengineering.application.plugin.PartType;
import com.gocodealone.dataengineering.application.plugin.TypeInfo;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.config.ByteSize;
import com.gocodealone.dataengineering.domain.config.Default;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.config.Sensitive;
import com.gocodealone.dataengineering.domain.config.Settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** {@code cdc.source}: follows the changes of a database. */
public final class CdcSource implements PartType<CdcSource.Config> {
    /** The keys of the module. */
    public record Config(
            @Doc("The name by which triggers and steps know this source") String sourceId,
            @Doc("What reads the changes: debezium, bento, dms, or a provider you dropped in")
                    String provider,
            @Doc("The kind of database") @Default("postgres") String sourceType,
            @Doc(
                            "Where the database is, such as postgres://user:secret@host:5432/shop;"
                                    + " or, with provider debezium, a Kafka Connect cluster that"
                                    + " reads it, such as http://connect:8083")
                    @Sensitive
                    @Nullable String connection,
            @Doc("The tables to follow, such as public.orders or sales.*; none means all")
                    List<String> tables,
            @Doc("Whether to follow the changes as soon as the engine starts") @Default("true")
                    boolean autostart,
            @Doc(SourcePolicy.ON_GAP) @Default("fail") SourcePolicy.OnGap onGap,
            @Doc(SourcePolicy.ON_LAG) @Default("warn") SourcePolicy.OnLag onLag,
            @Doc(SourcePolicy.MAX_RETAINED) @Nullable ByteSize maxRetainedBytes,
            @Doc(SourcePolicy.MIN_SAFE) @Nullable ByteSize minSafeBytes,
            @Doc(SourcePolicy.STALL) @Default("60s") Duration stallTimeout,
            @Doc("Options of the provider") Settings options) {

        SourceSpec spec() {
            return new SourceSpec(sourceId, provider, sourceType, connection, tables, options);
        }

        SourceSetup setup(String owner) {
            return new SourceSetup(
                    spec(),
                    new SourcePolicy(onGap, onLag, maxRetainedBytes, minSafeBytes, stallTimeout),
                    owner);
        }

        /** Never prints the connection. */
        @Override
        public String toString() {
            return "%s (%s)".formatted(sourceId, provider);
        }
    }

    private final Sources sources;

    public CdcSource(Sources sources) {
        this.sources = sources;
    }

    @Override
    public TypeInfo.Kind kind() {
        return TypeInfo.Kind.MODULE;
    }

    @Override
    public String type() {
        return "cdc.source";
    }

    @Override
    public String doc() {
        return "Follows the changes of a database and hands them to triggers.";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public Part create(String name, Config config) {
        Source source = sources.prepare(config.setup("%s \"%s\"".formatted(type(), name)));
        return new Live(source, config.autostart());
    }

    private final class Live implements Part {
        private final Source source;
        private final boolean autostart;

        Live(Source source, boolean autostart) {
            this.source = source;
            this.autostart = autostart;
        }

        @Override
        public void start() throws InterruptedException {
            sources.add(source);
            if (autostart) {
                source.start();
            }
        }

        @Override
        public void stop() {
            sources.remove(source);
        }
    }
}
