package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// relation is a table as its rows arrive.
type relation struct {
	wire.Table
	columns []column
	shape   wire.Shape
}

type column struct {
	name string
	form form
	key  bool
}

// described is what is known of a column before the catalog is asked.
type described struct {
	name     string
	typ      uint32
	modifier int32
	key      bool
}

// catalog answers questions about tables and types, on a connection that nobody else uses at the time.
type catalog struct {
	conn  *pgx.Conn
	forms map[uint32]form
}

// published describes a relation as the stream tells it.
func (c *catalog) published(ctx context.Context, m *pglogrepl.RelationMessage) (*relation, error) {
	columns := make([]described, len(m.Columns))
	for i, each := range m.Columns {
		columns[i] = described{each.Name, each.DataType, each.TypeModifier, each.Flags&1 != 0}
	}
	if m.ReplicaIdentity == 'f' { // every column counts as a key then
		keys, err := c.primaryKey(ctx, m.RelationID)
		if err != nil {
			return nil, err
		}
		for i := range columns {
			columns[i].key = keys[columns[i].name]
		}
	}
	return c.relation(ctx, m.RelationID, wire.Table{Schema: m.Namespace, Name: m.RelationName}, columns)
}

// current describes a table as it is for the transaction that asks.
func (c *catalog) current(ctx context.Context, t table) (*relation, error) {
	rows, err := c.conn.Query(ctx, `
		SELECT a.attname, a.atttypid, a.atttypmod, coalesce(a.attnum = ANY (i.indkey), false)
		FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
			AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END
		WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`, t.oid)
	if err != nil {
		return nil, err
	}
	columns, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (described, error) {
		var d described
		return d, row.Scan(&d.name, &d.typ, &d.modifier, &d.key)
	})
	if err != nil {
		return nil, err
	}
	return c.relation(ctx, t.oid, t.Table, columns)
}

func (c *catalog) primaryKey(ctx context.Context, oid uint32) (map[string]bool, error) {
	rows, err := c.conn.Query(ctx, `
		SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
		WHERE i.indrelid = $1 AND i.indisprimary`, oid)
	if err != nil {
		return nil, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	keys := map[string]bool{}
	for _, name := range names {
		keys[name] = true
	}
	return keys, err
}

func (c *catalog) relation(ctx context.Context, oid uint32, name wire.Table, columns []described) (*relation, error) {
	r := &relation{Table: name, shape: wire.Shape{Key: []string{}}}
	for _, d := range columns {
		shown := wire.Column{Name: d.name}
		err := c.conn.QueryRow(ctx, `
			SELECT pg_catalog.format_type($1, $2), NOT a.attnotnull, a.attnum
			FROM (VALUES (1)) one LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = $3 AND a.attname = $4 AND NOT a.attisdropped`,
			d.typ, d.modifier, oid, d.name).Scan(&shown.Type, &shown.Nullable, &shown.Number)
		if err != nil {
			return nil, err
		}
		form, err := c.form(ctx, d.typ)
		if err != nil {
			return nil, err
		}
		r.columns = append(r.columns, column{d.name, form, d.key})
		r.shape.Columns = append(r.shape.Columns, shown)
		if d.key {
			r.shape.Key = append(r.shape.Key, d.name)
		}
	}
	return r, nil
}

// form is how the values of a type are written as JSON.
func (c *catalog) form(ctx context.Context, oid uint32) (form, error) {
	if known, ok := c.forms[oid]; ok {
		return known, nil
	}
	var kind, category, delimiter string
	var element, base uint32
	err := c.conn.QueryRow(ctx, `
		SELECT t.typtype::text, t.typcategory::text, t.typelem, t.typbasetype, coalesce(e.typdelim, ',')::text
		FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem WHERE t.oid = $1`, oid).
		Scan(&kind, &category, &element, &base, &delimiter)
	if err != nil {
		return nil, fmt.Errorf("type %d: %w", oid, err)
	}
	found := form(asText)
	switch {
	case kind == "d":
		found, err = c.form(ctx, base)
	case category == "A" && element != 0:
		var of form
		if of, err = c.form(ctx, element); err == nil {
			found = asArray(of, delimiter[0])
		}
	}
	c.forms[oid] = found
	return found, err
}

// row writes the columns of a tuple that were sent; which of all were not is the second result.
func (r *relation) row(tuple *pglogrepl.TupleData, keysOnly bool) (content []byte, unchanged []string) {
	if tuple == nil {
		return nil, nil
	}
	object := wire.NewObject(24 * len(tuple.Columns))
	for i, value := range tuple.Columns {
		column := r.columns[i]
		switch {
		case keysOnly && !column.key:
		case value.DataType == pglogrepl.TupleDataTypeToast:
			unchanged = append(unchanged, column.name)
		default:
			object.Name(column.name, func(buf []byte) []byte { return column.form.append(buf, value.Data) })
		}
	}
	return object.Bytes(), unchanged
}
