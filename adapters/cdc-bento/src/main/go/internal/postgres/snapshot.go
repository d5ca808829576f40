package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// readSnapshot reads the rows that were there when the slot was made. It returns once all are acknowledged, and the slot has its name.
func (r *reader) readSnapshot(ctx context.Context) error {
	s := &snapshot{reader: r, place: wire.Place{Log: r.from.lsn.String(), At: time.Now()}}
	tx, err := r.conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(ctx, "SET TRANSACTION SNAPSHOT "+literal(r.from.snapshot)); err != nil {
		return err
	}
	if err := s.announce(ctx); err != nil {
		return err
	}
	for _, t := range r.tables {
		if err := s.readTable(ctx, t); err != nil {
			return err
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	if r.config.controlMessages {
		// With the last rows, so that whoever acknowledges them knows that there are no more.
		r.Pile.Add(wire.Marker(wire.Following, s.place))
	}
	return s.finish(ctx)
}

// snapshot is one reading of all tables.
type snapshot struct {
	reader *reader
	place  wire.Place
	full   bool
}

// patiently: there is nothing to do for the source while rows wait for their turn.
var patiently = wire.Meanwhile{Every: time.Minute, Do: func() error { return nil }}

func (s *snapshot) readTable(ctx context.Context, t table) error {
	relation, err := s.reader.catalog.current(ctx, t)
	if err != nil {
		return err
	}
	if s.reader.config.controlMessages {
		if err := s.add(ctx, wire.ShapeMessage(s.place, t.Table, relation.shape)); err != nil {
			return err
		}
	}
	names := make([]string, len(relation.columns))
	for i, column := range relation.columns {
		names[i] = pgx.Identifier{column.name}.Sanitize()
	}
	results := s.reader.conn.PgConn().Exec(ctx, fmt.Sprintf("SELECT %s FROM %s", strings.Join(names, ", "), t.quoted()))
	defer func() { _ = results.Close() }()
	for results.NextResult() {
		rows := results.ResultReader()
		for rows.NextRow() {
			if err := s.add(ctx, s.row(relation, rows.Values())); err != nil {
				return err
			}
		}
	}
	return results.Close()
}

func (s *snapshot) row(relation *relation, values [][]byte) *service.Message {
	object := wire.NewObject(24 * len(values))
	for i, value := range values {
		object.Name(relation.columns[i].name, func(buf []byte) []byte { return relation.columns[i].form.append(buf, value) })
	}
	return wire.Message(s.place, wire.Change{Operation: wire.Read, Table: relation.Table, Row: object.Bytes()})
}

// add sends a full pile only once there is more, so that the last rows wait for what is said with them.
func (s *snapshot) add(ctx context.Context, message *service.Message) error {
	if s.full {
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
	s.place.Index++
	s.full = s.reader.Pile.Add(message) || s.reader.Pile.Count() >= s.reader.config.snapshotBatch
	return nil
}

// flush marks nothing: only a complete snapshot counts.
func (s *snapshot) flush(ctx context.Context) error {
	s.full = false
	return s.reader.Flush(ctx, 0, patiently)
}

func (s *snapshot) announce(ctx context.Context) error {
	if !s.reader.config.controlMessages {
		return nil
	}
	tables := make([]wire.ToRead, len(s.reader.tables))
	for i, t := range s.reader.tables {
		tables[i] = wire.ToRead{Schema: t.Schema, Table: t.Name, Estimate: t.estimate}
	}
	return s.add(ctx, wire.SnapshotMessage(s.place, tables))
}

// finish does what follows the last acknowledgement also when it is the last thing to be done.
func (s *snapshot) finish(ctx context.Context) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	if err := s.reader.Feed.AwaitIdle(ctx, patiently); err != nil && !s.reader.Feed.Idle() {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	slots := slots{s.reader.conn}
	if s.reader.config.snapshotOnly {
		return slots.drop(last, unfinished(s.reader.config.slot))
	}
	return slots.finish(last, s.reader.config.slot)
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// quotedName is a name in a list of names that is a literal.
func quotedName(name string) string {
	return strings.ReplaceAll(pgx.Identifier{name}.Sanitize(), "'", "''")
}
