package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// table is a table of the database.
type table struct {
	wire.Table
	oid      uint32
	estimate *int64
	// keyless tells that PostgreSQL would refuse updates and deletes of a published table like this.
	keyless bool
}

func (t table) quoted() string { return pgx.Identifier{t.Schema, t.Name}.Sanitize() }

// chosenTables are the tables that the patterns choose; a partitioned table stands for its partitions.
func chosenTables(ctx context.Context, conn *pgx.Conn, patterns []wire.Pattern) ([]table, error) {
	rows, err := conn.Query(ctx, `
		SELECT n.nspname, c.relname, c.oid, CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END,
			c.relreplident = 'n' OR (c.relreplident = 'd' AND NOT EXISTS (
				SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary))
		FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
			AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
		ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (table, error) {
		var t table
		return t, row.Scan(&t.Schema, &t.Name, &t.oid, &t.estimate, &t.keyless)
	})
	if err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(all, func(t table) bool { return !wire.Chosen(patterns, t.Table) })
	if len(chosen) == 0 {
		return nil, wire.Fail(wire.Invalid, "tables: the database has no table that %v chooses", patterns)
	}
	return chosen, refuseKeyless(chosen)
}

func refuseKeyless(tables []table) error {
	var repairs []string
	for _, t := range tables {
		if t.keyless {
			repairs = append(repairs, fmt.Sprintf("ALTER TABLE %s REPLICA IDENTITY FULL", t.quoted()))
		}
	}
	if repairs == nil {
		return nil
	}
	return wire.Fail(wire.Invalid, "tables: without a primary key PostgreSQL would refuse updates and deletes of a table that is published; repair: %s",
		strings.Join(repairs, "; "))
}

// ownMark is the comment on a publication that was made here.
const ownMark = "made by bento-cdc"

// ensurePublication makes the publication publish these tables. One that publishes more, and that may not be changed, will do.
func ensurePublication(ctx context.Context, conn *pgx.Conn, name string, tables []table) error {
	found, err := findPublication(ctx, conn, name)
	if err != nil {
		return err
	}
	names := make([]string, len(tables))
	missing := false
	for i, t := range tables {
		names[i] = t.quoted()
		missing = missing || !slices.Contains(found.tables, t.oid)
	}
	list := strings.Join(names, ", ")
	quoted := pgx.Identifier{name}.Sanitize()
	switch {
	case !found.exists:
		_, err = conn.Exec(ctx, fmt.Sprintf("CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true);"+
			"COMMENT ON PUBLICATION %s IS '%s'", quoted, list, quoted, ownMark), pgx.QueryExecModeSimpleProtocol)
	case found.all || (!missing && len(found.tables) == len(tables)):
		return nil
	default:
		_, err = conn.Exec(ctx, fmt.Sprintf("ALTER PUBLICATION %s SET TABLE %s", quoted, list))
		if !missing && isNotAllowed(err) {
			return nil
		}
	}
	return err
}

// publication is what there is of a name.
type publication struct {
	exists, all, own bool
	tables           []uint32
}

func findPublication(ctx context.Context, conn *pgx.Conn, name string) (publication, error) {
	var found publication
	err := conn.QueryRow(ctx, `
		SELECT true, p.puballtables, coalesce(pg_catalog.obj_description(p.oid, 'pg_publication') = $2, false),
			coalesce((SELECT array_agg(r.prrelid) FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid), '{}')
		FROM pg_catalog.pg_publication p WHERE p.pubname = $1`, name, ownMark).
		Scan(&found.exists, &found.all, &found.own, &found.tables)
	if errors.Is(err, pgx.ErrNoRows) {
		return publication{}, nil
	}
	return found, err
}

func isNotAllowed(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == insufficientPrivilege
}
