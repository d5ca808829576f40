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

// reader reads one source from one beginning to one end, on a goroutine of its own.
type reader struct {
	config      config
	target      target
	conn        *pgx.Conn
	replication *pgconn.PgConn
	catalog     *catalog
	tables      []table
	pile        *wire.Pile
	feed        *wire.Feed[pglogrepl.LSN]
	monitor     monitor
	cancel      context.CancelFunc
	done        chan struct{}
}

// startReader connects, finds or makes what the source needs, and begins to read.
func startReader(ctx context.Context, c config, resources *service.Resources, g wire.Gauges) (wire.Reader, error) {
	target, err := parseTarget(c.dsn)
	if err != nil {
		return nil, err
	}
	pile, err := wire.NewPile(c.batching, resources)
	if err != nil {
		return nil, err
	}
	r := &reader{config: c, target: target, pile: pile, feed: wire.NewFeed[pglogrepl.LSN](c.limit), done: make(chan struct{})}
	if err := r.prepare(ctx, resources.Logger(), g); err != nil {
		r.disconnect()
		return nil, target.explain(err)
	}
	return r, nil
}

func (r *reader) prepare(ctx context.Context, log *service.Logger, g wire.Gauges) (err error) {
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
	from, err := begin(ctx, r.conn, r.replication, r.config)
	if err != nil {
		return err
	}
	r.catalog = &catalog{r.conn, builtinForms()}
	r.monitor = monitor{conn: r.conn, slot: r.config.slot, every: r.config.monitorInterval, gauges: g}
	if from.snapshot == "" {
		if err = r.startReplication(ctx, from.lsn); err != nil {
			return err
		}
	}
	own, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	go r.run(own, log, from)
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

func (r *reader) startReplication(ctx context.Context, from pglogrepl.LSN) error {
	arguments := []string{"proto_version '1'", "publication_names '" + quotedName(r.config.publication) + "'"}
	return whenFree(ctx, func() error {
		return pglogrepl.StartReplication(ctx, r.replication, r.config.slot, from, pglogrepl.StartReplicationOptions{PluginArgs: arguments})
	})
}

func (r *reader) run(ctx context.Context, log *service.Logger, from beginning) {
	defer close(r.done)
	defer r.disconnect()
	err := r.read(ctx, from)
	if err != nil && ctx.Err() == nil {
		err = r.target.explain(err)
		wire.Report(log, err)
	}
	r.feed.Close(err)
}

func (r *reader) read(ctx context.Context, from beginning) error {
	if from.snapshot != "" {
		if err := r.readSnapshot(ctx, from); err != nil || r.config.snapshotOnly {
			return err
		}
		if err := r.startReplication(ctx, from.lsn); err != nil {
			return err
		}
	} else if err := r.tellFollowing(ctx, from); err != nil {
		return err
	}
	stream := newStream(r, from.lsn)
	err := stream.run(ctx)
	stream.lastStatus()
	return err
}

// tellFollowing tells that there are no rows to read first.
func (r *reader) tellFollowing(ctx context.Context, from beginning) error {
	if !r.config.controlMessages {
		return nil
	}
	r.pile.Add(wire.Marker(wire.Following, wire.Place{Log: from.lsn.String(), At: time.Now()}))
	return r.flush(ctx, from.lsn, patiently)
}

// flush sends what was batched. Once that is acknowledged, everything up to mark is.
func (r *reader) flush(ctx context.Context, mark pglogrepl.LSN, meanwhile wire.Meanwhile) error {
	batch, err := r.pile.Take(ctx)
	if err != nil || len(batch) == 0 {
		return err
	}
	return r.feed.Send(ctx, batch, mark, meanwhile)
}

// Next is what Bento reads.
func (r *reader) Next(ctx context.Context) (service.MessageBatch, service.AckFunc, error) {
	return r.feed.Next(ctx)
}

// Stop ends the reader and waits for that; what is not acknowledged by then comes again.
func (r *reader) Stop() {
	r.cancel()
	<-r.done
}

func (r *reader) disconnect() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if r.replication != nil {
		_ = r.replication.Close(ctx)
	}
	if r.conn != nil {
		_ = r.conn.Close(ctx)
	}
	r.pile.Close(ctx)
}
