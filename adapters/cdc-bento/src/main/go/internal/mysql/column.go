package mysql

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-mysql-org/go-mysql/mysql"
	"golang.org/x/text/encoding/charmap"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// column writes values as JSON that keeps them exactly.
type column struct {
	name     string
	kind     string
	unsigned bool
	latin1   bool
	// words are those of an enum or set.
	words []string
}

func newColumn(name, kind, full, charset string) (column, error) {
	c := column{name: name, kind: kind, unsigned: strings.Contains(full, "unsigned"), latin1: charset == "latin1"}
	if charset != "" && charset != "latin1" && charset != "ascii" && !strings.HasPrefix(charset, "utf8") {
		return c, wire.Fail(wire.Invalid, "column %s has character set %s, which this input cannot read", name, charset)
	}
	if kind == "enum" || kind == "set" {
		c.words = words(full)
	}
	return c, nil
}

// words reads enum('a','it”s').
func words(full string) []string {
	inside := full[strings.IndexByte(full, '(')+1 : strings.LastIndexByte(full, ')')]
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(inside, "'"), "'"), "','")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "''", "'")
	}
	return parts
}

func (c column) appendLogged(buf []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(buf, "null"...)
	case string:
		return c.appendText(buf, c.decoded([]byte(v)))
	case []byte:
		return c.appendText(buf, c.decoded(v))
	case float32:
		return strconv.AppendFloat(buf, float64(v), 'g', -1, 32)
	case float64:
		return strconv.AppendFloat(buf, v, 'g', -1, 64)
	case int: // a year
		return strconv.AppendInt(buf, int64(v), 10)
	case int8:
		return c.appendInteger(buf, int64(v), uint64(uint8(v)))
	case int16:
		return c.appendInteger(buf, int64(v), uint64(uint16(v)))
	case int32:
		return c.appendInteger(buf, int64(v), c.unsigned32(v))
	case int64:
		return c.appendInteger(buf, v, uint64(v))
	default:
		return wire.AppendString(buf, fmt.Sprint(v))
	}
}

// unsigned32 knows that a mediumint has 24 bits.
func (c column) unsigned32(v int32) uint64 {
	if c.kind == "mediumint" {
		return uint64(uint32(v) & 0xFFFFFF)
	}
	return uint64(uint32(v))
}

func (c column) appendInteger(buf []byte, signed int64, unsigned uint64) []byte {
	switch {
	case c.kind == "enum":
		if signed < 1 || signed > int64(len(c.words)) {
			return wire.AppendString(buf, "")
		}
		return wire.AppendString(buf, c.words[signed-1])
	case c.kind == "set":
		return wire.AppendString(buf, c.set(unsigned))
	case c.unsigned || c.kind == "bit":
		return strconv.AppendUint(buf, unsigned, 10)
	default:
		return strconv.AppendInt(buf, signed, 10)
	}
}

func (c column) set(bits uint64) string {
	var chosen []string
	for i, word := range c.words {
		if bits&(1<<i) != 0 {
			chosen = append(chosen, word)
		}
	}
	return strings.Join(chosen, ",")
}

func (c column) decoded(text []byte) []byte {
	if !c.latin1 {
		return text
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(text)
	if err != nil {
		return text
	}
	return decoded
}

func (c column) appendSelected(buf []byte, value *mysql.FieldValue) []byte {
	switch value.Type {
	case mysql.FieldValueTypeNull:
		return append(buf, "null"...)
	case mysql.FieldValueTypeUnsigned:
		return strconv.AppendUint(buf, value.AsUint64(), 10)
	case mysql.FieldValueTypeSigned:
		return strconv.AppendInt(buf, value.AsInt64(), 10)
	case mysql.FieldValueTypeFloat:
		return strconv.AppendFloat(buf, value.AsFloat64(), 'g', -1, 64)
	default:
		return c.appendText(buf, value.AsString())
	}
}

// appendText appends what both the log and a query give as bytes.
func (c column) appendText(buf, text []byte) []byte {
	switch c.kind {
	case "json":
		if len(text) == 0 {
			return append(buf, "null"...)
		}
		return append(buf, text...)
	case "datetime":
		return wire.AppendString(buf, moment(text))
	case "timestamp":
		return wire.AppendString(buf, append(moment(text), 'Z'))
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry", "point", "linestring", "polygon":
		return append(base64.StdEncoding.AppendEncode(append(buf, '"'), text), '"')
	case "bit":
		var number uint64
		for _, b := range text {
			number = number<<8 | uint64(b)
		}
		return strconv.AppendUint(buf, number, 10)
	default:
		return wire.AppendString(buf, text)
	}
}

// moment is ISO-8601, without zeros at the end of a fraction.
func moment(text []byte) []byte {
	iso := bytes.Replace(text, []byte{' '}, []byte{'T'}, 1)
	if bytes.IndexByte(iso, '.') >= 0 {
		iso = bytes.TrimRight(bytes.TrimRight(iso, "0"), ".")
	}
	return iso
}
