package mysql

import (
	"fmt"
	"strings"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// table is a table as its rows arrive.
type table struct {
	wire.Table
	columns []column
	shape   wire.Shape
}

func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// chosenTables are the base tables that the patterns choose; without patterns those of the connection's database.
func chosenTables(conn *client.Conn, database string, patterns []wire.Pattern) ([]wire.Table, error) {
	result, err := conn.Execute(`SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'
		AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema') ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	var tables []wire.Table
	for i := range result.RowNumber() {
		schema, _ := result.GetString(i, 0)
		name, _ := result.GetString(i, 1)
		if found := (wire.Table{Schema: schema, Name: name}); isChosen(database, patterns, found) {
			tables = append(tables, found)
		}
	}
	if tables == nil {
		return nil, wire.Fail(wire.Invalid, "tables: the server has no table that %v chooses", patterns)
	}
	return tables, nil
}

func isChosen(database string, patterns []wire.Pattern, table wire.Table) bool {
	if len(patterns) == 0 {
		return database == "" || database == table.Schema
	}
	return wire.Chosen(patterns, table)
}

// describe describes a table as it is now.
func describe(conn *client.Conn, name wire.Table) (*table, error) {
	result, err := conn.Execute(`SELECT column_name, data_type, column_type, is_nullable, column_key, coalesce(character_set_name, '')
		FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`, name.Schema, name.Name)
	if err != nil {
		return nil, err
	}
	t := &table{Table: name, shape: wire.Shape{Key: []string{}}}
	for i := range result.RowNumber() {
		if err := t.add(result, i); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *table) add(result *mysql.Result, row int) error {
	fields := make([]string, 6)
	for i := range fields {
		text, err := result.GetString(row, i)
		if err != nil {
			return err
		}
		fields[i] = text
	}
	name, kind, full, nullable := fields[0], fields[1], fields[2], fields[3] == "YES"
	column, err := newColumn(name, kind, full, fields[5])
	if err != nil {
		return fmt.Errorf("table %s: %w", t.Table, err)
	}
	t.columns = append(t.columns, column)
	t.shape.Columns = append(t.shape.Columns, wire.Column{Name: name, Type: full, Nullable: &nullable})
	if fields[4] == "PRI" {
		t.shape.Key = append(t.shape.Key, name)
	}
	return nil
}

// logged writes a row as the binary log has it.
func (t *table) logged(values []any) []byte {
	object := wire.NewObject(24 * len(values))
	for i, value := range values {
		object.Name(t.columns[i].name, func(buf []byte) []byte { return t.columns[i].appendLogged(buf, value) })
	}
	return object.Bytes()
}

// selected writes a row as a query gives it.
func (t *table) selected(values []mysql.FieldValue) []byte {
	object := wire.NewObject(24 * len(values))
	for i := range values {
		object.Name(t.columns[i].name, func(buf []byte) []byte { return t.columns[i].appendSelected(buf, &values[i]) })
	}
	return object.Bytes()
}
