package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.tck.RowChange;
import com.gocodealone.dataengineering.adapters.testing.DatabaseFixture;
import com.gocodealone.dataengineering.adapters.testing.PostgresServer;
import com.gocodealone.dataengineering.adapters.testing.dms.AwsSandbox;
import com.gocodealone.dataengineering.domain.cdc.SourceSpec;
import com.gocodealone.dataengineering.domain.cdc.TableId;
import com.gocodealone.dataengineering.domain.config.Settings;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of a PostgreSQL, each with a task that runs and writes into a stream of its own. */
final class DmsFixture extends DatabaseFixture {
    private final AwsSandbox aws;
    private final Map<TableId, String> tasks = new HashMap<>();

    private DmsFixture(PostgresServer server, AwsSandbox aws) throws SQLException {
        super(server, Dialect.POSTGRES);
        this.aws = aws;
    }

    static DmsFixture start() throws SQLException {
        Sandbox sandbox = Sandbox.start();
        return new DmsFixture(sandbox.database(), sandbox.aws());
    }

    @Override
    public TableId create(String name) throws SQLException {
        TableId table = super.create(name);
        try {
            String id = name.replace('_', '-');
            String stream = aws.createStream(id, 1);
            String task = aws.createTask(id, table.toString(), "full-load-and-cdc", stream);
            aws.startTask(task);
            tasks.put(table, task);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return table;
    }

    private String task(TableId table) {
        String task = tasks.get(table);
        if (task == null) {
            throw new IllegalArgumentException(table.toString());
        }
        return task;
    }

    /** Returns once the task has written the changes: what is older than an opening is. */
    @Override
    public void commit(TableId table, List<RowChange> changes) throws SQLException {
        super.commit(table, changes);
        aws.awaitMoved(task(table));
    }

    @Override
    public SourceSpec source(String id, TableId table) {
        Map<String, Object> options = new LinkedHashMap<>(aws.options());
        options.put("task_arn", task(table));
        options.put("start_position", "latest");
        return new SourceSpec(
                id, "dms", "postgres", null, List.of(table.toString()), Settings.of(options));
    }

    @Override
    public Map<String, Object> wrongOptions() {
        return Map.of(
                "stream_arn", "orders",
                "start_position", "yesterday",
                "poll_interval", "soon",
                "endpoint_urls", Map.of("s3", "http://127.0.0.1:1"),
                "profile", "beside-a-key");
    }

    /** It ends with Z although the column has no zone: so does DMS. */
    @Override
    protected String moment() {
        return "2024-07-01T12:00:00.123456Z";
    }

    @Override
    public String secret() {
        return AwsSandbox.SECRET_KEY;
    }

    @Override
    public int connections() {
        return aws.connections();
    }

    @Override
    public void cut() {
        aws.cut();
    }

    @Override
    public void heal() {
        aws.heal();
    }

    @Override
    public void close() {
        aws.close();
        super.close();
    }
}
