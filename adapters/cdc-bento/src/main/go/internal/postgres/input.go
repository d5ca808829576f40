// Package postgres is the input postgres_cdc: the rows of PostgreSQL tables and then their changes, by logical replication with pgoutput.
package postgres

import (
	"context"
	"time"

	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// The names of the first part are those that Redpanda Connect documents for its input of this name.
func spec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Summary("Streams the changes of PostgreSQL tables, and the rows that were there before them.").
		Field(service.NewStringField("dsn").Secret()).
		Field(service.NewBoolField("include_transaction_markers").Default(false)).
		Field(service.NewBoolField("stream_snapshot").Default(false)).
		Field(service.NewIntField("snapshot_batch_size").Default(1000)).
		Field(service.NewStringField("schema").Default("")).
		Field(service.NewStringListField("tables").Default([]any{}).
			Description("Names or patterns such as sales.*; none means all.")).
		Field(service.NewIntField("checkpoint_limit").Default(1024)).
		Field(service.NewStringField("slot_name")).
		Field(service.NewDurationField("pg_standby_timeout").Default("10s")).
		Field(service.NewDurationField("pg_wal_monitor_interval").Default("3s")).
		Field(service.NewAutoRetryNacksToggleField()).
		Field(service.NewBatchPolicyField("batching")).
		Field(service.NewStringField("publication_name").Default("").
			Description("The slot's name when empty; made when it is missing.")).
		Field(service.NewStringEnumField("begin", beginResume, beginSnapshot, beginLatest).Default(beginResume).
			Description("Where to begin the first time: where the slot is, or anew with a snapshot or with the next change.")).
		Field(service.NewBoolField("expect_slot").Default(false).
			Description("Whether a slot that is missing means that changes are lost.")).
		Field(service.NewBoolField("snapshot_only").Default(false).
			Description("Whether to end after the snapshot.")).
		Field(service.NewBoolField("control_messages").Default(false).
			Description("Whether messages tell the structure of tables, and when a snapshot begins and ends."))
}

const (
	beginResume   = "resume"
	beginSnapshot = "snapshot"
	beginLatest   = "latest"
)

type config struct {
	dsn             string
	markers         bool
	snapshot        bool
	snapshotBatch   int
	patterns        []wire.Pattern
	limit           int
	slot            string
	standbyTimeout  time.Duration
	monitorInterval time.Duration
	batching        service.BatchPolicy
	publication     string
	begin           string
	expectSlot      bool
	snapshotOnly    bool
	controlMessages bool
}

func init() {
	wire.Register("postgres_cdc", spec(), func(parsed *service.ParsedConfig, resources *service.Resources) (wire.Start, error) {
		settings, err := configOf(parsed)
		gauges := wire.GaugesOf(resources)
		return func(ctx context.Context) (wire.Reader, error) {
			reader, err := startReader(ctx, settings, resources, gauges)
			if err == nil {
				settings.begin = beginResume // whatever comes next goes on from there
			}
			return reader, err
		}, err
	})
}

func configOf(parsed *service.ParsedConfig) (config, error) {
	c := wire.Fields{Parsed: parsed}
	settings := config{
		dsn:             c.Text("dsn"),
		markers:         c.Bool("include_transaction_markers"),
		snapshot:        c.Bool("stream_snapshot"),
		snapshotBatch:   c.Int("snapshot_batch_size"),
		patterns:        wire.Qualified(c.Text("schema"), c.Texts("tables")),
		limit:           c.Int("checkpoint_limit"),
		slot:            c.Text("slot_name"),
		standbyTimeout:  c.Duration("pg_standby_timeout"),
		monitorInterval: c.Duration("pg_wal_monitor_interval"),
		batching:        c.Batching("batching"),
		publication:     c.Text("publication_name"),
		begin:           c.Text("begin"),
		expectSlot:      c.Bool("expect_slot"),
		snapshotOnly:    c.Bool("snapshot_only"),
		controlMessages: c.Bool("control_messages"),
	}
	if settings.publication == "" {
		settings.publication = settings.slot
	}
	return settings, c.Err
}
