package mysql

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

const connectTimeout = 10 * time.Second

// server is where a database is and how to log in.
type server struct {
	host, user, password, database string
	port                           uint16
	tls                            *tls.Config
}

// goForm is user:password@tcp(host:3306)/database?parameters, as Go's driver has it.
var goForm = regexp.MustCompile(`^(?:([^:@]*)(?::(.*))?@)?tcp\(([^)]*)\)/([^?]*)(?:\?(.*))?$`)

func parseServer(dsn string) (server, error) {
	if parts := goForm.FindStringSubmatch(dsn); parts != nil {
		return newServer(parts[3], url.UserPassword(parts[1], parts[2]), parts[4], parts[5])
	}
	parsed, err := url.Parse(strings.TrimPrefix(dsn, "jdbc:"))
	if err != nil || (parsed.Scheme != "mysql" && parsed.Scheme != "mariadb") || parsed.User == nil {
		return server{}, wire.Fail(wire.Invalid, "connection is not of the form mysql://user:password@host:3306/database")
	}
	return newServer(parsed.Host, parsed.User, strings.TrimPrefix(parsed.Path, "/"), parsed.RawQuery)
}

func newServer(address string, login *url.Userinfo, database, query string) (server, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		host, port = address, "3306"
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return server{}, wire.Fail(wire.Invalid, "connection: the port is not a number from 1 to 65535")
	}
	parameters, err := url.ParseQuery(query)
	if err != nil {
		return server{}, wire.Fail(wire.Invalid, "connection: after the ? every parameter has to be name=value")
	}
	password, _ := login.Password()
	s := server{host: host, port: uint16(number), user: login.Username(), password: password, database: database}
	s.tls, err = s.tlsOf(parameters)
	return s, err
}

// tlsOf knows sslmode and sslrootcert.
func (s server) tlsOf(parameters url.Values) (*tls.Config, error) {
	config := &tls.Config{ServerName: s.host}
	switch mode := parameters.Get("sslmode"); mode {
	case "", "disable":
		return nil, nil
	case "require":
		config.InsecureSkipVerify = true
	case "verify-full":
	default:
		return nil, wire.Fail(wire.Invalid, "connection: sslmode %q is not one of disable, require and verify-full", mode)
	}
	if file := parameters.Get("sslrootcert"); file != "" {
		certificates, err := os.ReadFile(file)
		if err != nil {
			return nil, wire.Fail(wire.Invalid, "connection: sslrootcert: %v", err)
		}
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM(certificates)
	}
	return config, nil
}

func (s server) address() string { return net.JoinHostPort(s.host, strconv.Itoa(int(s.port))) }

// connect opens a connection whose values are in the one form that forms.go reads.
func (s server) connect(ctx context.Context) (*client.Conn, error) {
	conn, err := client.ConnectWithContext(ctx, s.address(), s.user, s.password, s.database, connectTimeout, func(c *client.Conn) error {
		c.SetTLSConfig(s.tls)
		c.ReadTimeout = silence
		return c.SetCharset("utf8mb4")
	})
	if err != nil {
		return nil, s.explain(err)
	}
	_, err = conn.Execute("SET time_zone = '+00:00', " + patientWrites)
	return conn, err
}

// explain says what an error means.
func (s server) explain(err error) error {
	var failure *wire.Failure
	var said *mysql.MyError
	switch {
	case errors.As(err, &failure):
		return failure
	case wire.IsCertificate(err):
		return wire.Fail(wire.Invalid, "connection: the certificate of %s is refused: %v", s.address(), err)
	case !errors.As(err, &said):
		return wire.Fail(wire.Unavailable, "connection: %s cannot be reached: %v", s.address(), err)
	}
	switch said.Code {
	case mysql.ER_ACCESS_DENIED_ERROR:
		return wire.Fail(wire.Invalid, "connection: %s does not accept user %q with this password: %s", s.address(), s.user, said.Message)
	case mysql.ER_BAD_DB_ERROR:
		return wire.Fail(wire.Invalid, "connection: there is no database %q on %s", s.database, s.address())
	case mysql.ER_SPECIFIC_ACCESS_DENIED_ERROR, mysql.ER_DBACCESS_DENIED_ERROR, mysql.ER_TABLEACCESS_DENIED_ERROR:
		return wire.Fail(wire.Invalid, "the server refused: %s", said.Message)
	case mysql.ER_MASTER_FATAL_ERROR_READING_BINLOG:
		return wire.Fail(wire.Gap, "the server no longer has the binary log that is due: %s", said.Message)
	default:
		return wire.Fail(wire.Unavailable, "the server refused: %s", said.Message)
	}
}

// required are the settings without which the binary log does not have whole rows.
var required = [][2]string{{"log_bin", "ON"}, {"binlog_format", "ROW"}, {"binlog_row_image", "FULL"}}

func requireWholeRows(conn *client.Conn) error {
	for _, setting := range required {
		result, err := conn.Execute(fmt.Sprintf("SHOW GLOBAL VARIABLES LIKE '%s'", setting[0]))
		if err != nil {
			return err
		}
		value, err := result.GetString(0, 1)
		if enabled := value == "1"; err != nil || (!strings.EqualFold(value, setting[1]) && !enabled) {
			return wire.Fail(wire.Invalid, "the server's %s is %s and has to be %s", setting[0], value, setting[1])
		}
	}
	return nil
}
