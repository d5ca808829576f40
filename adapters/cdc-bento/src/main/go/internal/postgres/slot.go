package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// grace is how long a slot may be in use by a connection that is on its way out.
const grace = 10 * time.Second

// unfinished is the name of the slot that holds the changes during a snapshot. Only once all rows are acknowledged is it copied to the
// slot's own name; so a slot of that name means that its snapshot is complete.
func unfinished(slot string) string { return slot + "_snap" }

// beginning is where to begin to read.
type beginning struct {
	lsn pglogrepl.LSN
	// snapshot is the name of the exported snapshot to read first; empty when there is none.
	snapshot string
}

// begin finds the slot or makes it, as the configuration says.
func begin(ctx context.Context, conn *pgx.Conn, replication *pgconn.PgConn, c config) (beginning, error) {
	slots := slots{conn}
	if c.begin != beginResume {
		if err := slots.drop(ctx, c.slot); err != nil {
			return beginning{}, err
		}
	}
	confirmed, err := slots.confirmed(ctx, c.slot)
	if err != nil {
		return beginning{}, err
	}
	if confirmed != nil {
		return beginning{lsn: *confirmed}, nil
	}
	if c.expectSlot && c.begin == beginResume {
		if held, err := slots.confirmed(ctx, unfinished(c.slot)); err != nil || held != nil {
			return slots.resume(ctx, c.slot, err)
		}
		return beginning{}, wire.Fail(wire.Gap, "replication slot %s was dropped, and with it the changes since the last acknowledged one", c.slot)
	}
	if err := slots.drop(ctx, unfinished(c.slot)); err != nil {
		return beginning{}, err
	}
	name, withRows := c.slot, c.begin == beginSnapshot || (c.begin == beginResume && c.snapshot)
	if withRows {
		name = unfinished(c.slot)
	}
	return create(ctx, replication, name, withRows)
}

func create(ctx context.Context, replication *pgconn.PgConn, name string, withRows bool) (beginning, error) {
	made, err := pglogrepl.CreateReplicationSlot(ctx, replication, name, "pgoutput", pglogrepl.CreateReplicationSlotOptions{
		Mode: pglogrepl.LogicalReplication, SnapshotAction: "EXPORT_SNAPSHOT"})
	if err != nil {
		return beginning{}, err
	}
	lsn, err := pglogrepl.ParseLSN(made.ConsistentPoint)
	if !withRows {
		return beginning{lsn: lsn}, err
	}
	return beginning{lsn: lsn, snapshot: made.SnapshotName}, err
}

// slots are the server's replication slots.
type slots struct {
	conn *pgx.Conn
}

// confirmed is where the slot stands; nil when there is none.
func (s slots) confirmed(ctx context.Context, slot string) (*pglogrepl.LSN, error) {
	var at pglogrepl.LSN
	var plugin, state string
	err := s.conn.QueryRow(ctx, `SELECT confirmed_flush_lsn::text, plugin, coalesce(wal_status, '')
		FROM pg_catalog.pg_replication_slots WHERE slot_name = $1 AND database = current_database()`, slot).Scan(&at, &plugin, &state)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	case plugin != "pgoutput":
		return nil, wire.Fail(wire.Invalid, "slot_name: replication slot %s is of plugin %s, not pgoutput", slot, plugin)
	case state == "lost":
		return nil, wire.Fail(wire.Gap, "replication slot %s no longer has the changes that are due: the server removed log that it needed", slot)
	}
	return &at, nil
}

// drop drops the slot; nothing happens when there is none.
func (s slots) drop(ctx context.Context, slot string) error {
	return whenFree(ctx, func() error {
		_, err := s.conn.Exec(ctx, `SELECT pg_catalog.pg_drop_replication_slot(slot_name)
			FROM pg_catalog.pg_replication_slots WHERE slot_name = $1`, slot)
		return err
	})
}

// resume goes on behind a snapshot whose last rows were acknowledged just before its reader ended.
func (s slots) resume(ctx context.Context, slot string, err error) (beginning, error) {
	if err == nil {
		err = s.finish(ctx, slot)
	}
	if err != nil {
		return beginning{}, err
	}
	confirmed, err := s.confirmed(ctx, slot)
	if err != nil || confirmed == nil {
		return beginning{}, err
	}
	return beginning{lsn: *confirmed}, nil
}

// finish makes the slot that stands for a complete snapshot.
func (s slots) finish(ctx context.Context, slot string) error {
	if _, err := s.conn.Exec(ctx, "SELECT pg_catalog.pg_copy_logical_replication_slot($1, $2)", unfinished(slot), slot); err != nil {
		return err
	}
	return s.drop(ctx, unfinished(slot))
}

// whenFree tries again while the slot is in use.
func whenFree(ctx context.Context, try func() error) error {
	deadline := time.Now().Add(grace)
	for {
		err := try()
		var said *pgconn.PgError
		if !errors.As(err, &said) || said.Code != objectInUse || time.Now().After(deadline) {
			return err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
