package com.gocodealone.dataengineering.bootstrap.bench;

import com.gocodealone.dataengineering.bootstrap.host.PluginHost;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** What must fit through the usual heap of 128 MB. */
record Large(Reader reader, Connection sql) {
    private static final int ROWS = 5_000_000;
    private static final int WIDE_ROWS = 500;

    /** One transaction of five million rows. */
    void transaction(Report report) throws SQLException, IOException, InterruptedException {
        through(
                report,
                "rows in one transaction",
                ROWS,
                Benchmark.insert(Benchmark.LATER, Benchmark.LATER + ROWS - 1));
    }

    /** Rows of a megabyte that does not compress. */
    void wide(Report report) throws SQLException, IOException, InterruptedException {
        String insert =
                """
                INSERT INTO bench (id, payload) SELECT -i, (SELECT string_agg(md5(j::text || i), '')
                    FROM generate_series(1, 32768) j) FROM generate_series(1, %d) i
                """
                        .formatted(WIDE_ROWS);
        through(report, "rows of 1 MB", WIDE_ROWS, insert);
    }

    private void through(Report report, String what, int rows, String insert)
            throws SQLException, IOException, InterruptedException {
        Benchmark.run(sql, insert);
        Arrivals arrivals = new Arrivals(rows, 0);
        try (PluginHost host = reader.start(arrivals::take)) {
            arrivals.await();
            report.add(
                    Report.format("%,d %s", rows, what),
                    Report.format(
                            "%,.0f/s, %d MB resident",
                            arrivals.perSecond(), Vitals.of(host.process()).residentMib()),
                    "all %,d came".formatted(arrivals.count()));
        }
    }
}
