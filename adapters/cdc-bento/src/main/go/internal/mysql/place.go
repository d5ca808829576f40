package mysql

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// place is a place in the binary log.
type place struct {
	file string
	at   uint32
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.at) }

func (p place) position() mysql.Position { return mysql.Position{Name: p.file, Pos: p.at} }

func parsePlace(text string) (place, error) {
	colon := strings.LastIndexByte(text, ':')
	at, err := strconv.ParseUint(text[colon+1:], 10, 32)
	if colon < 1 || err != nil {
		return place{}, wire.Fail(wire.Invalid, "position %q is not of the form binlog.000003:1234", text)
	}
	return place{text[:colon], uint32(at)}, nil
}

// logFile is a file of the binary log.
type logFile struct {
	name string
	size int64
}

func logFiles(conn *client.Conn) ([]logFile, error) {
	result, err := conn.Execute("SHOW BINARY LOGS")
	if err != nil {
		return nil, err
	}
	files := make([]logFile, result.RowNumber())
	for i := range files {
		if files[i].name, err = result.GetString(i, 0); err == nil {
			files[i].size, err = result.GetInt(i, 1)
		}
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// end is where the log ends now.
func end(conn *client.Conn) (place, error) {
	files, err := logFiles(conn)
	if err != nil || len(files) == 0 {
		return place{}, cmp.Or(err, error(wire.Fail(wire.Invalid, "the server has no binary log")))
	}
	last := files[len(files)-1]
	return place{last.name, uint32(last.size)}, nil
}

// after is how many bytes there are behind p, and before that how many are kept; -1 when p is not there, as in a log that was begun anew.
func (p place) after(files []logFile) (behind, kept int64) {
	behind = -1
	for _, file := range files {
		kept += file.size
		switch {
		case file.name == p.file && int64(p.at) <= file.size:
			behind = file.size - int64(p.at)
		case behind >= 0:
			behind += file.size
		}
	}
	return behind, kept
}
