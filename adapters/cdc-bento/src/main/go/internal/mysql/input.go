// Package mysql is the input mysql_cdc: the rows of MySQL and MariaDB tables and then their changes, read from the binary log.
package mysql

import (
	"context"

	"github.com/warpstreamlabs/bento/public/service"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// The names of the first part are those that Redpanda Connect documents for its input of this name. Where to go on is not in a cache,
// as there, but told with position.
func spec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Summary("Streams the changes of MySQL and MariaDB tables, and the rows that were there before them.").
		Field(service.NewStringEnumField("flavor", "mysql", "mariadb").Default("mysql")).
		Field(service.NewStringField("dsn").Secret()).
		Field(service.NewStringListField("tables").Default([]any{}).
			Description("Names or patterns such as shop.*; none means all of the connection's database.")).
		Field(service.NewBoolField("stream_snapshot").Default(false)).
		Field(service.NewIntField("snapshot_max_batch_size").Default(1000)).
		Field(service.NewIntField("checkpoint_limit").Default(1024)).
		Field(service.NewAutoRetryNacksToggleField()).
		Field(service.NewBatchPolicyField("batching")).
		Field(service.NewIntField("server_id").Description("The number by which the server knows this reader.")).
		Field(service.NewStringField("position").Default("").
			Description("Where in the log to begin, such as binlog.000003:1234; with the rows, or the next change, when empty.")).
		Field(service.NewBoolField("snapshot_only").Default(false).Description("Whether to end after the snapshot.")).
		Field(service.NewBoolField("control_messages").Default(false).
			Description("Whether messages tell the structure of tables, when a snapshot begins and ends, and how far an idle log is read."))
}

type config struct {
	flavor          string
	dsn             string
	patterns        []wire.Pattern
	snapshot        bool
	snapshotBatch   int
	limit           int
	batching        service.BatchPolicy
	serverID        uint32
	position        string
	snapshotOnly    bool
	controlMessages bool
}

func init() {
	wire.Register("mysql_cdc", spec(), func(parsed *service.ParsedConfig, resources *service.Resources) (wire.Start, error) {
		settings, err := configOf(parsed)
		gauges := wire.GaugesOf(resources)
		return func(ctx context.Context) (wire.Reader, error) {
			return startReader(ctx, settings, resources, gauges)
		}, err
	})
}

func configOf(parsed *service.ParsedConfig) (config, error) {
	c := wire.Fields{Parsed: parsed}
	settings := config{
		flavor:          c.Text("flavor"),
		dsn:             c.Text("dsn"),
		patterns:        wire.Qualified("", c.Texts("tables")),
		snapshot:        c.Bool("stream_snapshot"),
		snapshotBatch:   c.Int("snapshot_max_batch_size"),
		limit:           c.Int("checkpoint_limit"),
		batching:        c.Batching("batching"),
		serverID:        uint32(c.Int("server_id")),
		position:        c.Text("position"),
		snapshotOnly:    c.Bool("snapshot_only"),
		controlMessages: c.Bool("control_messages"),
	}
	return settings, c.Err
}
