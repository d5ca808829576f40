package postgres

import (
	"context"
	"time"

	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// lastWords is how long the end of a reader may take.
const lastWords = 2 * time.Second

// reader is a source that is read once.
type reader struct {
	*wire.Reading[pglogrepl.LSN]
	config      config
	target      target
	conn        *pgx.Conn
	replication *pgconn.PgConn
	catalog     *catalog
	tables      []table
	monitor     monitor
	from        beginning
}

func startReader(ctx context.Context, c config, resources *service.Resources, g wire.Gauges) (wire.Reader, error) {
	target, err := parseTarget(c.dsn)
	if err != nil {
		return nil, err
	}
	reading, err := wire.NewReading[pglogrepl.LSN](c.batching, c.limit, resources)
	if err != nil {
		return nil, err
	}
	return reading.Begin(ctx, &reader{Reading: reading, config: c, target: target, monitor: monitor{slot: c.slot, every: c.monitorInterval, gauges: g}})
}

// Prepare connects, and finds or makes what the source needs.
func (r *reader) Prepare(ctx context.Context) (err error) {
	if r.conn, err = r.target.connect(ctx); err != nil {
		return err
	}
	if err = requireLogical(ctx, r.conn); err != nil {
		return err
	}
	if r.tables, err = chosenTables(ctx, r.conn, r.config.patterns); err != nil {
		return err
	}
	if r.replication, err = r.target.replicate(ctx); err != nil {
		return err
	}
	if err = ensurePublication(ctx, r.conn, r.config.publication, r.tables); err != nil {
		return err
	}
	if r.from, err = begin(ctx, r.conn, r.replication, r.config); err != nil {
		return err
	}
	r.catalog = &catalog{r.conn, builtinForms()}
	r.monitor.conn = r.conn
	if r.from.snapshot == "" {
		return r.startReplication(ctx)
	}
	return nil
}

func requireLogical(ctx context.Context, conn *pgx.Conn) error {
	var level string
	if err := conn.QueryRow(ctx, "SELECT pg_catalog.current_setting('wal_level')").Scan(&level); err != nil {
		return err
	}
	if level != "logical" {
		return wire.Fail(wire.Invalid, "the server's wal_level is %s and not logical; repair: ALTER SYSTEM SET wal_level = logical, and restart it", level)
	}
	return nil
}

func (r *reader) startReplication(ctx context.Context) error {
	arguments := []string{"proto_version '1'", "publication_names '" + quotedName(r.config.publication) + "'"}
	return whenFree(ctx, func() error {
		return pglogrepl.StartReplication(ctx, r.replication, r.config.slot, r.from.lsn, pglogrepl.StartReplicationOptions{PluginArgs: arguments})
	})
}

// Read reads the rows, if they are to be read, and then the changes.
func (r *reader) Read(ctx context.Context) error {
	if r.from.snapshot != "" {
		if err := r.readSnapshot(ctx); err != nil || r.config.snapshotOnly {
			return err
		}
		if err := r.startReplication(ctx); err != nil {
			return err
		}
	} else if err := r.tellFollowing(ctx); err != nil {
		return err
	}
	stream := newStream(r)
	err := stream.run(ctx)
	stream.lastStatus()
	return err
}

// tellFollowing tells that there are no rows to read first.
func (r *reader) tellFollowing(ctx context.Context) error {
	if !r.config.controlMessages {
		return nil
	}
	r.Pile.Add(wire.Marker(wire.Following, wire.Place{Log: r.from.lsn.String(), At: time.Now()}))
	return r.Flush(ctx, r.from.lsn, patiently)
}

// Explain says what a person can do about err.
func (r *reader) Explain(err error) error { return r.target.explain(err) }

// Disconnect ends what connections there are.
func (r *reader) Disconnect() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if r.replication != nil {
		_ = r.replication.Close(ctx)
	}
	if r.conn != nil {
		_ = r.conn.Close(ctx)
	}
}
