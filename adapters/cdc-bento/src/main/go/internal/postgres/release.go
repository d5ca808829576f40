package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Release drops the slot, an unfinished snapshot's slot, and the publication of the same name if it was made here. It tells what was there.
func Release(ctx context.Context, dsn, slot string) ([]string, error) {
	target, err := parseTarget(dsn)
	if err != nil {
		return nil, err
	}
	conn, err := target.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(ctx) }()
	dropped := []string{}
	for _, name := range []string{slot, unfinished(slot)} {
		var there bool
		err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = $1)", name).Scan(&there)
		if err == nil && there {
			err = slots{conn}.drop(ctx, name)
			dropped = append(dropped, "replication slot "+name)
		}
		if err != nil {
			return nil, target.explain(err)
		}
	}
	publication, err := findPublication(ctx, conn, slot)
	if err == nil && publication.own {
		_, err = conn.Exec(ctx, fmt.Sprintf("DROP PUBLICATION %s", pgx.Identifier{slot}.Sanitize()))
		dropped = append(dropped, "publication "+slot)
	}
	if err != nil {
		return nil, target.explain(err)
	}
	return dropped, nil
}
