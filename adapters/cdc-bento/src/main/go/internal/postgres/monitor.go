package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// monitor samples how far the slot is behind, now and then.
type monitor struct {
	conn   *pgx.Conn
	slot   string
	every  time.Duration
	next   time.Time
	gauges wire.Gauges
}

func (m *monitor) sample(ctx context.Context) error {
	if time.Now().Before(m.next) {
		return nil
	}
	m.next = time.Now().Add(m.every)
	var lag, retained, safe int64
	err := m.conn.QueryRow(ctx, `
		SELECT coalesce(pg_catalog.pg_wal_lsn_diff(now.lsn, confirmed_flush_lsn), -1)::bigint,
			coalesce(pg_catalog.pg_wal_lsn_diff(now.lsn, restart_lsn), -1)::bigint, coalesce(safe_wal_size, -1)
		FROM pg_catalog.pg_replication_slots, (SELECT CASE WHEN pg_catalog.pg_is_in_recovery()
			THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END AS lsn) now
		WHERE slot_name = $1`, m.slot).Scan(&lag, &retained, &safe)
	if err != nil {
		return err
	}
	m.gauges.Heard()
	m.gauges.Lag.Set(lag)
	m.gauges.Retained.Set(retained)
	m.gauges.Safe.Set(safe)
	return nil
}
