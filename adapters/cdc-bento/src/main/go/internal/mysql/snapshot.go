package mysql

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// readSnapshot reads the rows that are there, and tells where in the log their changes begin. It returns once all are acknowledged.
func (r *reader) readSnapshot(ctx context.Context) (place, error) {
	behind, err := r.beginSnapshot()
	if err != nil {
		return place{}, err
	}
	s := &snapshot{reader: r, behind: behind, place: wire.Place{Log: behind.String(), At: time.Now()}}
	if err := s.readAll(ctx); err != nil {
		return place{}, err
	}
	if _, err := r.conn.Execute("COMMIT"); err != nil {
		return place{}, err
	}
	if r.config.controlMessages {
		r.Pile.Add(wire.Marker(wire.Following, s.place)) // with the last rows, so that it is known that there are no more
	}
	if err := r.Flush(ctx, behind, patiently); err != nil {
		return place{}, err
	}
	return behind, r.Feed.AwaitIdle(ctx, patiently)
}

// beginSnapshot begins a transaction and tells its place in the log. MariaDB knows that; MySQL is held for a moment.
func (r *reader) beginSnapshot() (place, error) {
	begin := []string{"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT"}
	if r.config.flavor == "mysql" {
		begin = append([]string{"FLUSH TABLES WITH READ LOCK"}, begin...)
	}
	for _, statement := range begin {
		if _, err := r.conn.Execute(statement); err != nil {
			return place{}, err
		}
	}
	if r.config.flavor == "mysql" {
		now, err := end(r.conn)
		if err == nil {
			_, err = r.conn.Execute("UNLOCK TABLES")
		}
		return now, err
	}
	return r.placeOfSnapshot()
}

func (r *reader) placeOfSnapshot() (place, error) {
	result, err := r.conn.Execute("SHOW STATUS LIKE 'binlog_snapshot_%'")
	if err != nil {
		return place{}, err
	}
	told := map[string]string{}
	for i := range result.RowNumber() {
		name, _ := result.GetString(i, 0)
		told[strings.ToLower(name)], _ = result.GetString(i, 1)
	}
	return parsePlace(told["binlog_snapshot_file"] + ":" + told["binlog_snapshot_position"])
}

// patiently: there is nothing to do for the source while rows wait for their turn, and the connection is busy with them.
var patiently = wire.Meanwhile{Every: time.Minute, Do: func() error { return nil }}

// snapshot is one reading of all tables.
type snapshot struct {
	reader *reader
	behind place
	place  wire.Place
	full   bool
}

func (s *snapshot) readAll(ctx context.Context) error {
	if s.reader.config.controlMessages {
		tables := make([]wire.ToRead, len(s.reader.tables))
		for i, t := range s.reader.tables {
			tables[i] = wire.ToRead{Schema: t.Schema, Table: t.Name}
		}
		s.reader.Pile.Add(wire.SnapshotMessage(s.place, tables))
	}
	for _, name := range s.reader.tables {
		if err := s.readTable(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (s *snapshot) readTable(ctx context.Context, name wire.Table) error {
	t, err := describe(s.reader.conn, name)
	if err != nil {
		return err
	}
	if s.reader.config.controlMessages {
		s.reader.Pile.Add(wire.ShapeMessage(s.place, name, t.shape))
	}
	columns := make([]string, len(t.columns))
	for i, c := range t.columns {
		columns[i] = quoted(c.name)
	}
	query := fmt.Sprintf("SELECT %s FROM %s.%s", strings.Join(columns, ", "), quoted(name.Schema), quoted(name.Name))
	var result mysql.Result
	return s.reader.conn.ExecuteSelectStreaming(query, &result, func(values []mysql.FieldValue) error {
		return s.add(ctx, wire.Change{Operation: wire.Read, Table: name, Row: t.selected(values)})
	}, nil)
}

// add sends a full pile only once there is more, so that the last rows wait for what is said with them.
func (s *snapshot) add(ctx context.Context, change wire.Change) error {
	if s.full {
		if err := s.reader.Flush(ctx, s.behind, patiently); err != nil {
			return err
		}
	}
	message := wire.Message(s.place, change)
	s.place.Index++
	s.full = s.reader.Pile.Add(message) || s.reader.Pile.Count() >= s.reader.config.snapshotBatch
	return nil
}
