package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/warpstreamlabs/bento/public/service"
)

// gauges are what the input tells of itself. One of -1 is not known.
type gauges struct {
	lag, retained, safe, heard *service.MetricGauge
}

func gaugesOf(resources *service.Resources) gauges {
	m := resources.Metrics()
	return gauges{
		lag:      m.NewGauge("replication_lag_bytes"),
		retained: m.NewGauge("replication_retained_bytes"),
		safe:     m.NewGauge("replication_safe_bytes"),
		heard:    m.NewGauge("replication_heard_at_ms"),
	}
}

// monitor samples how far the slot is behind, now and then.
type monitor struct {
	conn   *pgx.Conn
	slot   string
	every  time.Duration
	next   time.Time
	gauges gauges
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
	m.gauges.heard.Set(time.Now().UnixMilli())
	m.gauges.lag.Set(lag)
	m.gauges.retained.Set(retained)
	m.gauges.safe.Set(safe)
	return nil
}
