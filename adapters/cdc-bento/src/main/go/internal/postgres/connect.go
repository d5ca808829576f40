package postgres

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// What makes the server write every value in the one form that forms.go reads.
var sessionSettings = map[string]string{
	"application_name":                    "bento-cdc",
	"bytea_output":                        "hex",
	"client_encoding":                     "UTF8",
	"DateStyle":                           "ISO",
	"extra_float_digits":                  "3",
	"idle_in_transaction_session_timeout": "0",
	"IntervalStyle":                       "iso_8601",
	"statement_timeout":                   "0",
	"TimeZone":                            "UTC",
}

// The server's codes.
const (
	insufficientPrivilege = "42501"
	objectInUse           = "55006"
)

// connectTimeout is for a connection that does not say how long it may take.
const connectTimeout = 10 * time.Second

// target is a database and how to log in.
type target struct {
	config *pgx.ConnConfig
}

func parseTarget(dsn string) (target, error) {
	config, err := pgx.ParseConfig(strings.TrimPrefix(dsn, "jdbc:"))
	if err != nil {
		return target{}, wire.Fail(wire.Invalid, "connection: %s", reason(err))
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	own := config.RuntimeParams["application_name"]
	maps.Copy(config.RuntimeParams, sessionSettings)
	if own != "" {
		config.RuntimeParams["application_name"] = own
	}
	return target{config}, nil
}

func (t target) server() string {
	return net.JoinHostPort(t.config.Host, fmt.Sprint(t.config.Port))
}

// connect opens a connection for queries.
func (t target) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, t.config.Copy())
	if err != nil {
		return nil, t.refused(err)
	}
	return conn, nil
}

// replicate opens a connection that changes come by.
func (t target) replicate(ctx context.Context) (*pgconn.PgConn, error) {
	config := t.config.Config.Copy()
	config.RuntimeParams["replication"] = "database"
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, t.refused(err)
	}
	return conn, nil
}

// refused says why there is no connection.
func (t target) refused(err error) error {
	var said *pgconn.PgError
	switch {
	case wire.IsCertificate(err):
		return wire.Fail(wire.Invalid, "connection: the certificate of %s is refused: %s", t.server(), reason(err))
	case !errors.As(err, &said):
		return wire.Fail(wire.Unavailable, "connection: %s cannot be reached: %s", t.server(), reason(err))
	}
	switch said.Code {
	case "28P01", "28000":
		return wire.Fail(wire.Invalid, "connection: %s does not accept user %q with this password: %s",
			t.server(), t.config.User, said.Message)
	case "3D000":
		return wire.Fail(wire.Invalid, "connection: there is no database %q on %s", t.config.Database, t.server())
	case insufficientPrivilege:
		return wire.Fail(wire.Invalid, "connection: user %q may not replicate: %s (ALTER ROLE %s REPLICATION)",
			t.config.User, said.Message, pgx.Identifier{t.config.User}.Sanitize())
	default:
		return wire.Fail(wire.Unavailable, "connection: %s refuses: %s", t.server(), said.Message)
	}
}

// explain says what an error of an open connection means.
func (t target) explain(err error) error {
	var failure *wire.Failure
	var said *pgconn.PgError
	switch {
	case errors.As(err, &failure):
		return failure
	case !errors.As(err, &said):
		return wire.Fail(wire.Unavailable, "the connection to %s was lost: %s", t.server(), reason(err))
	case said.Code == insufficientPrivilege:
		return wire.Fail(wire.Invalid, "PostgreSQL refused: %s", said.Message)
	case said.Code == objectInUse:
		return wire.Fail(wire.Conflict, "PostgreSQL refused: %s", said.Message)
	case isGap(said):
		return wire.Fail(wire.Gap, "the slot no longer has the changes that are due: %s", said.Message)
	default:
		return wire.Fail(wire.Unavailable, "PostgreSQL refused: %s", said.Message)
	}
}

// isGap goes by words too: the code is that of any object in a wrong state.
func isGap(said *pgconn.PgError) bool {
	return strings.Contains(said.Message, "can no longer get changes from replication slot") ||
		strings.Contains(said.Message, "can no longer access replication slot") ||
		strings.Contains(said.Message, "has already been removed")
}

// reason is the innermost error in one line; of several, the last.
func reason(err error) string {
	for {
		inner := errors.Unwrap(err)
		if joined, several := err.(interface{ Unwrap() []error }); several {
			all := joined.Unwrap()
			inner = all[len(all)-1]
		}
		if inner == nil {
			return strings.Join(strings.Fields(err.Error()), " ")
		}
		err = inner
	}
}
