package mysql

import (
	"context"
	"log/slog"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/replication"
	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

const (
	// tick is how often the lag is looked at.
	tick = time.Second
	// silence is how long a server that should send heartbeats may say nothing until it counts as lost.
	silence = 30 * time.Second
)

// reader reads one source from one beginning to one end, on a goroutine of its own.
type reader struct {
	config config
	server server
	conn   *client.Conn
	syncer *replication.BinlogSyncer
	tables []wire.Table
	pile   *wire.Pile
	feed   *wire.Feed[place]
	gauges wire.Gauges
	cancel context.CancelFunc
	done   chan struct{}
}

// startReader connects, looks whether the source is as it must be, and begins to read.
func startReader(ctx context.Context, c config, resources *service.Resources, g wire.Gauges) (wire.Reader, error) {
	server, err := parseServer(c.dsn)
	if err != nil {
		return nil, err
	}
	pile, err := wire.NewPile(c.batching, resources)
	if err != nil {
		return nil, err
	}
	r := &reader{config: c, server: server, pile: pile, feed: wire.NewFeed[place](c.limit), gauges: g, done: make(chan struct{})}
	if err := r.prepare(ctx, resources.Logger()); err != nil {
		r.disconnect()
		return nil, server.explain(err)
	}
	return r, nil
}

func (r *reader) prepare(ctx context.Context, log *service.Logger) (err error) {
	if r.conn, err = r.server.connect(ctx); err != nil {
		return err
	}
	if err = requireWholeRows(r.conn); err != nil {
		return err
	}
	if r.tables, err = chosenTables(r.conn, r.server.database, r.config.patterns); err != nil {
		return err
	}
	from, err := r.beginning()
	if err != nil {
		return err
	}
	r.syncer = r.newSyncer()
	var streamer *replication.BinlogStreamer
	if from != nil {
		if streamer, err = r.syncer.StartSync(from.position()); err != nil {
			return err
		}
	}
	own, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	go r.run(own, log, from, streamer)
	return nil
}

// beginning is where in the log to begin; nil when the rows come first.
func (r *reader) beginning() (*place, error) {
	if r.config.position == "" {
		if r.config.snapshot {
			return nil, nil
		}
		now, err := end(r.conn)
		return &now, err
	}
	from, err := parsePlace(r.config.position)
	if err != nil {
		return nil, err
	}
	files, err := logFiles(r.conn)
	if err != nil {
		return nil, err
	}
	if behind, _ := from.after(files); behind < 0 {
		return nil, wire.Fail(wire.Gap, "the server no longer has the binary log that is due: it has no %s", from.file)
	}
	return &from, nil
}

func (r *reader) newSyncer() *replication.BinlogSyncer {
	return replication.NewBinlogSyncer(replication.BinlogSyncerConfig{
		ServerID:                r.config.serverID,
		Flavor:                  r.config.flavor,
		Host:                    r.server.host,
		Port:                    r.server.port,
		User:                    r.server.user,
		Password:                r.server.password,
		TLSConfig:               r.server.tls,
		Charset:                 "utf8mb4",
		TimestampStringLocation: time.UTC,
		HeartbeatPeriod:         silence / 6,
		ReadTimeout:             silence,
		DisableRetrySync:        true,
		EventCacheCount:         64,
		Logger:                  slog.New(slog.DiscardHandler),
		Option: func(conn *client.Conn) error {
			_, err := conn.Execute("SET SESSION net_write_timeout = 31536000") // nobody reads while nothing is acknowledged
			return err
		},
	})
}

func (r *reader) run(ctx context.Context, log *service.Logger, from *place, streamer *replication.BinlogStreamer) {
	defer close(r.done)
	defer r.disconnect()
	err := r.read(ctx, from, streamer)
	if err != nil && ctx.Err() == nil {
		err = r.server.explain(err)
		wire.Report(log, err)
	}
	r.feed.Close(err)
}

func (r *reader) read(ctx context.Context, from *place, streamer *replication.BinlogStreamer) error {
	if from == nil {
		behind, err := r.readSnapshot(ctx)
		if err != nil || r.config.snapshotOnly {
			return err
		}
		from = &behind
		if streamer, err = r.syncer.StartSync(from.position()); err != nil {
			return err
		}
	}
	return newStream(r, *from).run(ctx, streamer)
}

// flush sends what was batched. Once that is acknowledged, everything up to mark is.
func (r *reader) flush(ctx context.Context, mark place) error {
	batch, err := r.pile.Take(ctx)
	if err != nil || len(batch) == 0 {
		return err
	}
	return r.feed.Send(ctx, batch, mark, wire.Meanwhile{Every: tick, Do: r.measure})
}

// measure tells how far behind the log is read.
func (r *reader) measure() error {
	reached := r.feed.Acked()
	if reached == nil {
		return nil
	}
	files, err := logFiles(r.conn)
	if err != nil {
		return err
	}
	behind, kept := reached.after(files)
	r.gauges.Lag.Set(behind)
	r.gauges.Retained.Set(kept)
	r.gauges.Heard()
	return nil
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
	if r.syncer != nil {
		r.syncer.Close()
	}
	if r.conn != nil {
		_ = r.conn.Close()
	}
	r.pile.Close(context.Background())
}
