package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// silence is how long a server may say nothing, although it is asked with every status, until it counts as lost.
const silence = 30 * time.Second

// stream reads changes. Only the reader's goroutine uses it.
type stream struct {
	*reader
	relations map[uint32]*relation
	place     wire.Place
	// read is the place up to which every transaction has been read whole.
	read       pglogrepl.LSN
	inside     bool
	nextStatus time.Time
	heard      time.Time
}

func newStream(r *reader) *stream {
	now := time.Now()
	return &stream{reader: r, relations: map[uint32]*relation{}, read: r.from.lsn, nextStatus: now, heard: now}
}

func (s *stream) run(ctx context.Context) error {
	for {
		if err := s.keepUp(ctx); err != nil {
			return err
		}
		message, err := s.receive(ctx)
		switch {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case err != nil && pgconn.Timeout(err):
			err = s.silent(ctx)
		case err == nil:
			err = s.take(ctx, message)
		}
		if err != nil {
			return err
		}
	}
}

// receive waits until something has to be done at the latest.
func (s *stream) receive(ctx context.Context) (pgproto3.BackendMessage, error) {
	patience, cancel := context.WithDeadline(ctx, s.Pile.Due(s.nextStatus))
	defer cancel()
	return s.replication.ReceiveMessage(patience)
}

// silent is what to do when nothing came in time.
func (s *stream) silent(ctx context.Context) error {
	if time.Since(s.heard) > silence {
		return wire.Fail(wire.Unavailable, "the connection to %s was lost: the server has not answered for %v", s.target.server(), silence)
	}
	return s.flush(ctx)
}

func (s *stream) flush(ctx context.Context) error {
	return s.Flush(ctx, s.read, wire.Meanwhile{Every: s.config.standbyTimeout, Do: func() error {
		s.heard = time.Now() // nobody listens now
		return s.keepUp(ctx)
	}})
}

// keepUp does now and then what the server and the monitor want.
func (s *stream) keepUp(ctx context.Context) error {
	if time.Now().Before(s.nextStatus) {
		return nil
	}
	if err := s.sendStatus(ctx); err != nil {
		return err
	}
	s.nextStatus = time.Now().Add(s.config.standbyTimeout)
	patience, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	return s.monitor.sample(patience)
}

// sendStatus tells the server what it need not keep.
func (s *stream) sendStatus(ctx context.Context) error {
	done := s.done()
	return pglogrepl.SendStandbyStatusUpdate(ctx, s.replication, pglogrepl.StandbyStatusUpdate{
		WALWritePosition: done, WALFlushPosition: done, WALApplyPosition: done, ReplyRequested: true})
}

// done is the place up to which everything is acknowledged.
func (s *stream) done() pglogrepl.LSN {
	if s.Feed.Idle() && s.Pile.Count() == 0 {
		return s.read
	}
	if acked := s.Feed.Acked(); acked != nil {
		return *acked
	}
	return 0
}

// lastStatus tells the server where the next reader begins.
func (s *stream) lastStatus() {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if acked := s.done(); acked != 0 {
		_ = s.sendStatus(ctx)
	}
}

func (s *stream) take(ctx context.Context, message pgproto3.BackendMessage) error {
	s.heard = time.Now()
	s.monitor.gauges.Heard()
	switch m := message.(type) {
	case *pgproto3.ErrorResponse:
		return pgconn.ErrorResponseToPgError(m)
	case *pgproto3.CopyData:
		switch m.Data[0] {
		case pglogrepl.PrimaryKeepaliveMessageByteID:
			return s.takeKeepalive(m.Data[1:])
		case pglogrepl.XLogDataByteID:
			return s.takeData(ctx, m.Data[1:])
		}
	case *pgproto3.CopyDone:
		return wire.Fail(wire.Unavailable, "%s ended the replication", s.target.server())
	}
	return nil
}

func (s *stream) takeKeepalive(data []byte) error {
	keepalive, err := pglogrepl.ParsePrimaryKeepaliveMessage(data)
	if err != nil {
		return err
	}
	if !s.inside {
		s.read = max(s.read, keepalive.ServerWALEnd)
	}
	if keepalive.ReplyRequested {
		s.nextStatus = time.Time{}
	}
	return nil
}

func (s *stream) takeData(ctx context.Context, data []byte) error {
	log, err := pglogrepl.ParseXLogData(data)
	if err != nil {
		return err
	}
	message, err := pglogrepl.Parse(log.WALData)
	if err != nil {
		return err
	}
	switch m := message.(type) {
	case *pglogrepl.BeginMessage:
		s.inside = true
		s.place = wire.Place{Log: m.FinalLSN.String(), Transaction: strconv.FormatUint(uint64(m.Xid), 10), At: m.CommitTime}
		return s.mark(ctx, wire.Begin)
	case *pglogrepl.CommitMessage:
		s.inside = false
		err := s.mark(ctx, wire.Commit)
		s.read = m.TransactionEndLSN
		return err
	case *pglogrepl.RelationMessage:
		return s.takeRelation(ctx, m)
	case *pglogrepl.TruncateMessage:
		return s.takeTruncate(ctx, m)
	default:
		return s.takeRow(ctx, message)
	}
}

func (s *stream) mark(ctx context.Context, operation string) error {
	if !s.config.markers {
		return nil
	}
	return s.add(ctx, wire.Marker(operation, s.place))
}

func (s *stream) takeRelation(ctx context.Context, m *pglogrepl.RelationMessage) error {
	if !wire.Chosen(s.config.patterns, wire.Table{Schema: m.Namespace, Name: m.RelationName}) {
		return nil // the publication is somebody else's
	}
	patience, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	relation, err := s.catalog.published(patience, m)
	if err != nil {
		return err
	}
	s.relations[m.RelationID] = relation
	if !s.config.controlMessages {
		return nil
	}
	return s.add(ctx, wire.ShapeMessage(s.place, relation.Table, relation.shape))
}

func (s *stream) takeTruncate(ctx context.Context, m *pglogrepl.TruncateMessage) error {
	for _, id := range m.RelationIDs {
		relation := s.relations[id]
		if relation == nil {
			continue
		}
		if err := s.change(ctx, wire.Change{Operation: wire.Truncate, Table: relation.Table, Row: []byte("null")}); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) takeRow(ctx context.Context, message pglogrepl.Message) error {
	switch m := message.(type) {
	case *pglogrepl.InsertMessage:
		return s.takeTuples(ctx, m.RelationID, wire.Insert, tuples{now: m.Tuple})
	case *pglogrepl.UpdateMessage:
		return s.takeTuples(ctx, m.RelationID, wire.Update,
			tuples{now: m.NewTuple, before: m.OldTuple, keyOnly: m.OldTupleType == pglogrepl.UpdateMessageTupleTypeKey})
	case *pglogrepl.DeleteMessage:
		return s.takeTuples(ctx, m.RelationID, wire.Delete,
			tuples{now: m.OldTuple, nowKeyOnly: m.OldTupleType == pglogrepl.DeleteMessageTupleTypeKey})
	}
	return nil
}

// tuples are what the server sent of a row.
type tuples struct {
	now, before         *pglogrepl.TupleData
	nowKeyOnly, keyOnly bool
}

func (s *stream) takeTuples(ctx context.Context, relationID uint32, operation string, t tuples) error {
	relation := s.relations[relationID]
	if relation == nil {
		return nil
	}
	row, unchanged := relation.row(t.now, t.nowKeyOnly)
	before, _ := relation.row(t.before, t.keyOnly)
	return s.change(ctx, wire.Change{Operation: operation, Table: relation.Table, Row: row, Before: before, Unchanged: unchanged})
}

func (s *stream) change(ctx context.Context, change wire.Change) error {
	message := wire.Message(s.place, change)
	s.place.Index++
	return s.add(ctx, message)
}

func (s *stream) add(ctx context.Context, message *service.Message) error {
	if s.Pile.Add(message) {
		return s.flush(ctx)
	}
	return nil
}
