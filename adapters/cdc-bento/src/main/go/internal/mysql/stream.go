package mysql

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/go-mysql-org/go-mysql/replication"
	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// tellEvery is how often it is told how far the log is read while it holds nothing for this source.
const tellEvery = 10 * time.Second

// stream reads changes. Only the reader's goroutine uses it.
type stream struct {
	*reader
	tables map[uint64]*table
	place  wire.Place
	// file is the one being read; read is the place up to which every transaction has been read whole.
	file     string
	read     place
	inside   bool
	nextTick time.Time
	told     place
	nextTold time.Time
}

func newStream(r *reader) *stream {
	return &stream{reader: r, tables: map[uint64]*table{}, file: r.from.file, read: *r.from, nextTick: time.Now()}
}

func (s *stream) run(ctx context.Context) error {
	for {
		if err := s.keepUp(ctx); err != nil {
			return err
		}
		patience, cancel := context.WithDeadline(ctx, s.Pile.Due(s.nextTick))
		event, err := s.streamer.GetEvent(patience)
		cancel()
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			err = s.Flush(ctx, s.read, s.meanwhile())
		case err == nil:
			s.gauges.Heard()
			err = s.take(ctx, event)
		}
		if err != nil {
			return err
		}
	}
}

// keepUp measures now and then, and tells how far an idle log is read, so that it need not be kept for this source.
func (s *stream) keepUp(ctx context.Context) error {
	if time.Now().Before(s.nextTick) {
		return nil
	}
	s.nextTick = time.Now().Add(tick)
	idle := s.Feed.Idle() && s.Pile.Count() == 0 && !s.inside
	if idle && s.read != s.told && time.Now().After(s.nextTold) && s.config.controlMessages {
		s.told, s.nextTold = s.read, time.Now().Add(tellEvery)
		s.Pile.Add(wire.Marker(wire.Following, wire.Place{Log: s.read.String(), At: time.Now()}))
		if err := s.Flush(ctx, s.read, s.meanwhile()); err != nil {
			return err
		}
	}
	return s.measure()
}

func (s *stream) take(ctx context.Context, event *replication.BinlogEvent) error {
	switch e := event.Event.(type) {
	case *replication.RotateEvent:
		s.file = string(e.NextLogName)
		s.read = place{s.file, uint32(e.Position)}
	case *replication.MariadbGTIDEvent:
		s.begin(event.Header, e.GTID.String())
	case *replication.GTIDEvent:
		s.begin(event.Header, gtid(e))
	case *replication.QueryEvent:
		return s.takeQuery(ctx, event.Header, e)
	case *replication.RowsEvent:
		return s.takeRows(ctx, event.Header.EventType, e)
	case *replication.XIDEvent:
		s.commit(event.Header)
	}
	return nil
}

func gtid(e *replication.GTIDEvent) string {
	next, err := e.GTIDNext()
	if err != nil {
		return ""
	}
	return next.String()
}

func (s *stream) begin(header *replication.EventHeader, transaction string) {
	s.inside = true
	start := place{s.file, header.LogPos - header.EventSize}
	s.place = wire.Place{Log: start.String(), Transaction: transaction, At: time.Unix(int64(header.Timestamp), 0)}
}

func (s *stream) commit(header *replication.EventHeader) {
	s.inside = false
	s.read = place{s.file, header.LogPos}
}

func (s *stream) takeQuery(ctx context.Context, header *replication.EventHeader, e *replication.QueryEvent) error {
	query := strings.TrimSpace(string(e.Query))
	switch {
	case strings.EqualFold(query, "BEGIN"):
		if !s.inside {
			s.begin(header, "")
		}
		return nil
	case strings.EqualFold(query, "COMMIT"):
		s.commit(header)
		return nil
	}
	clear(s.tables) // it may have changed one
	err := s.takeTruncate(ctx, string(e.Schema), query)
	if !s.isInTransaction(query) {
		s.commit(header)
	}
	return err
}

// isInTransaction: a savepoint is a statement that ends nothing.
func (s *stream) isInTransaction(query string) bool {
	return strings.HasPrefix(strings.ToUpper(query), "SAVEPOINT")
}

func (s *stream) takeTruncate(ctx context.Context, schema, query string) error {
	name, is := emptied(query, schema)
	if !is || !isChosen(s.server.database, s.config.patterns, name) {
		return nil
	}
	return s.change(ctx, wire.Change{Operation: wire.Truncate, Table: name, Row: []byte("null")})
}

func (s *stream) takeRows(ctx context.Context, kind replication.EventType, e *replication.RowsEvent) error {
	name := wire.Table{Schema: string(e.Table.Schema), Name: string(e.Table.Table)}
	if !isChosen(s.server.database, s.config.patterns, name) {
		return nil
	}
	t, err := s.table(ctx, name, e)
	if err != nil {
		return err
	}
	switch kind {
	case replication.UPDATE_ROWS_EVENTv1, replication.UPDATE_ROWS_EVENTv2, replication.MARIADB_UPDATE_ROWS_COMPRESSED_EVENT_V1:
		for i := 0; i+1 < len(e.Rows); i += 2 {
			change := wire.Change{Operation: wire.Update, Table: name, Row: t.logged(e.Rows[i+1]), Before: t.logged(e.Rows[i])}
			if err := s.change(ctx, change); err != nil {
				return err
			}
		}
		return nil
	case replication.DELETE_ROWS_EVENTv1, replication.DELETE_ROWS_EVENTv2, replication.MARIADB_DELETE_ROWS_COMPRESSED_EVENT_V1:
		return s.rows(ctx, wire.Delete, t, e.Rows)
	default:
		return s.rows(ctx, wire.Insert, t, e.Rows)
	}
}

func (s *stream) rows(ctx context.Context, operation string, t *table, rows [][]any) error {
	for _, row := range rows {
		if err := s.change(ctx, wire.Change{Operation: operation, Table: t.Table, Row: t.logged(row)}); err != nil {
			return err
		}
	}
	return nil
}

// table is the structure of the rows, which the log numbers anew with every change of it.
func (s *stream) table(ctx context.Context, name wire.Table, e *replication.RowsEvent) (*table, error) {
	if known := s.tables[e.TableID]; known != nil {
		return known, nil
	}
	t, err := describe(s.conn, name)
	if err != nil {
		return nil, err
	}
	logged := e.Table.ColumnNameString()
	if !fits(t, logged, int(e.ColumnCount)) {
		return nil, wire.Fail(wire.Invalid, "table %s has another structure now than the changes that are due; read it anew with a snapshot", name)
	}
	s.tables[e.TableID] = t
	if s.config.controlMessages {
		return t, s.add(ctx, wire.ShapeMessage(s.place, name, t.shape))
	}
	return t, nil
}

// fits tells whether the table is still as it was logged, as far as that is known.
func fits(t *table, logged []string, count int) bool {
	if len(t.columns) != count {
		return false
	}
	for i, name := range logged {
		if t.columns[i].name != name {
			return false
		}
	}
	return true
}

func (s *stream) change(ctx context.Context, change wire.Change) error {
	message := wire.Message(s.place, change)
	s.place.Index++
	return s.add(ctx, message)
}

func (s *stream) add(ctx context.Context, message *service.Message) error {
	if s.Pile.Add(message) {
		return s.Flush(ctx, s.read, s.meanwhile())
	}
	return nil
}
