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
	// patientWrites, because nobody reads while nothing is acknowledged.
	patientWrites = "SESSION net_write_timeout = 31536000"
)

// reader is a source that is read once.
type reader struct {
	*wire.Reading[place]
	config   config
	server   server
	conn     *client.Conn
	syncer   *replication.BinlogSyncer
	streamer *replication.BinlogStreamer
	tables   []wire.Table
	gauges   wire.Gauges
	// from is where in the log to begin; nil when the rows come first.
	from *place
}

// startReader connects, looks whether the source is as it must be, and begins to read.
func startReader(ctx context.Context, c config, resources *service.Resources, g wire.Gauges) (wire.Reader, error) {
	server, err := parseServer(c.dsn)
	if err != nil {
		return nil, err
	}
	reading, err := wire.NewReading[place](c.batching, c.limit, resources)
	if err != nil {
		return nil, err
	}
	return reading.Begin(ctx, &reader{Reading: reading, config: c, server: server, gauges: g})
}

// Prepare connects, and looks whether the source is as it must be.
func (r *reader) Prepare(ctx context.Context) (err error) {
	if r.conn, err = r.server.connect(ctx); err != nil {
		return err
	}
	if err = requireWholeRows(r.conn); err != nil {
		return err
	}
	if r.tables, err = chosenTables(r.conn, r.server.database, r.config.patterns); err != nil {
		return err
	}
	if r.from, err = r.beginning(); err != nil {
		return err
	}
	r.syncer = r.newSyncer()
	return r.startSync()
}

// startSync begins to read the log, once it is known from where.
func (r *reader) startSync() (err error) {
	if r.from != nil {
		r.streamer, err = r.syncer.StartSync(r.from.position())
	}
	return err
}

// beginning is nil when the rows come first.
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
			_, err := conn.Execute("SET " + patientWrites)
			return err
		},
	})
}

// Read reads the rows, if they are to be read, and then the changes.
func (r *reader) Read(ctx context.Context) error {
	if r.from == nil {
		behind, err := r.readSnapshot(ctx)
		if err != nil || r.config.snapshotOnly {
			return err
		}
		r.from = &behind
		if err = r.startSync(); err != nil {
			return err
		}
	}
	return newStream(r).run(ctx)
}

// meanwhile is what is done while a batch of changes waits for its turn.
func (r *reader) meanwhile() wire.Meanwhile { return wire.Meanwhile{Every: tick, Do: r.measure} }

// measure tells how far behind the log is read.
func (r *reader) measure() error {
	reached := r.Feed.Acked()
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

// Explain says what a person can do about err.
func (r *reader) Explain(err error) error { return r.server.explain(err) }

// Disconnect ends what connections there are.
func (r *reader) Disconnect() {
	if r.syncer != nil {
		r.syncer.Close()
	}
	if r.conn != nil {
		_ = r.conn.Close()
	}
}
