// Package wire is what the inputs share: the messages they make, how these are handed to Bento, and what is said when that fails.
package wire

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/warpstreamlabs/bento/public/service"
)

// Operations, as Redpanda Connect names them; the last three are told only with control_messages.
const (
	Read     = "read"
	Insert   = "insert"
	Update   = "update"
	Delete   = "delete"
	Truncate = "truncate"
	Begin    = "begin"
	Commit   = "commit"

	Structure      = "structure"
	SnapshotBegins = "snapshot_begins"
	Following      = "following"
)

// Place is where a change stands: its transaction's place in the log, and which of its changes it is.
type Place struct {
	Log         string
	Index       int
	Transaction string
	At          time.Time
}

// Table is a table's name.
type Table struct {
	Schema string
	Name   string
}

func (t Table) String() string { return t.Schema + "." + t.Name }

// Change is one message about one row.
type Change struct {
	Operation string
	Table     Table
	// Row is the row as it is now, and for a delete as it was: a JSON object.
	Row []byte
	// Before is the row as it was before an update, as far as it is known; nil when nothing is.
	Before []byte
	// Unchanged names the columns that the source did not send because they did not change.
	Unchanged []string
}

// Message makes a Bento message: the row is its content, everything else its metadata.
func Message(place Place, change Change) *service.Message {
	m := service.NewMessage(change.Row)
	m.MetaSetMut("operation", change.Operation)
	m.MetaSetMut("schema", change.Table.Schema)
	m.MetaSetMut("table", change.Table.Name)
	m.MetaSetMut("lsn", place.Log)
	m.MetaSetMut("index", strconv.Itoa(place.Index))
	m.MetaSetMut("commit_ts", place.At.UTC().Format(time.RFC3339Nano))
	if place.Transaction != "" {
		m.MetaSetMut("transaction_id", place.Transaction)
	}
	if change.Before != nil {
		m.MetaSetMut("before", string(change.Before))
	}
	if len(change.Unchanged) > 0 {
		names, _ := json.Marshal(change.Unchanged)
		m.MetaSetMut("unchanged", string(names))
	}
	return m
}

// Column is a column of a table's structure.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Nullable *bool  `json:"nullable"`
	Number   *int   `json:"number"`
}

// Shape is the structure of a table.
type Shape struct {
	Columns []Column `json:"columns"`
	Key     []string `json:"key"`
	DDL     string   `json:"ddl,omitempty"`
}

// ShapeMessage tells the structure that a table has from here on.
func ShapeMessage(place Place, table Table, shape Shape) *service.Message {
	content, _ := json.Marshal(shape)
	return Message(place, Change{Operation: Structure, Table: table, Row: content})
}

// ToRead is a table that a snapshot reads.
type ToRead struct {
	Schema   string `json:"schema"`
	Table    string `json:"table"`
	Estimate *int64 `json:"estimate"`
}

// SnapshotMessage tells that a snapshot of these tables begins.
func SnapshotMessage(place Place, tables []ToRead) *service.Message {
	content, _ := json.Marshal(tables)
	return Message(place, Change{Operation: SnapshotBegins, Row: content})
}

// Marker tells that a transaction begins or ends, or that from here on only changes come.
func Marker(operation string, place Place) *service.Message {
	return Message(place, Change{Operation: operation, Row: []byte("null")})
}
