package postgres

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// form appends a value, given as PostgreSQL writes it, as JSON that keeps it exactly.
type form func(buf, text []byte) []byte

// append appends null too.
func (f form) append(buf, text []byte) []byte {
	if text == nil {
		return append(buf, "null"...)
	}
	return f(buf, text)
}

// builtinForms are those of the types that every database has; every other type is text, an array or a domain.
func builtinForms() map[uint32]form {
	return map[uint32]form{
		pgtype.BoolOID:        asBoolean,
		pgtype.Int2OID:        asIs,
		pgtype.Int4OID:        asIs,
		pgtype.Int8OID:        asIs,
		pgtype.OIDOID:         asIs,
		pgtype.Float4OID:      asFloat,
		pgtype.Float8OID:      asFloat,
		pgtype.JSONOID:        asIs,
		pgtype.JSONBOID:       asIs,
		pgtype.ByteaOID:       asBase64,
		pgtype.DateOID:        asDate,
		pgtype.TimestampOID:   asTimestamp,
		pgtype.TimestamptzOID: asTimestamptz,
		pgtype.TextOID:        asText,
		pgtype.VarcharOID:     asText,
		pgtype.BPCharOID:      asText,
		pgtype.NumericOID:     asText,
		pgtype.UUIDOID:        asText,
	}
}

func asIs(buf, text []byte) []byte { return append(buf, text...) }

func asText(buf, text []byte) []byte { return wire.AppendString(buf, text) }

func asBoolean(buf, text []byte) []byte { return strconv.AppendBool(buf, text[0] == 't') }

// asFloat leaves NaN, Infinity and -Infinity, which JSON has not, as text.
func asFloat(buf, text []byte) []byte {
	if bytes.ContainsAny(text, "NI") {
		return asText(buf, text)
	}
	return asIs(buf, text)
}

func asBase64(buf, text []byte) []byte {
	decoded, err := hex.DecodeString(string(bytes.TrimPrefix(text, []byte(`\x`))))
	if err != nil {
		return asText(buf, text)
	}
	return append(base64.StdEncoding.AppendEncode(append(buf, '"'), decoded), '"')
}

func asDate(buf, text []byte) []byte {
	date, era := era(text)
	return asText(buf, astronomical(date, era))
}

func asTimestamp(buf, text []byte) []byte {
	moment, era := era(text)
	date, time, found := bytes.Cut(moment, []byte{' '})
	if !found { // infinity
		return asText(buf, text)
	}
	return asText(buf, fmt.Appendf(nil, "%sT%s", astronomical(date, era), time))
}

// asTimestamptz relies on the session's zone, UTC.
func asTimestamptz(buf, text []byte) []byte {
	return asTimestamp(buf, bytes.Replace(text, []byte("+00"), []byte("Z"), 1))
}

func era(text []byte) (moment []byte, beforeChrist bool) { return bytes.CutSuffix(text, []byte(" BC")) }

// astronomical has the year 0, as ISO-8601 has.
func astronomical(date []byte, beforeChrist bool) []byte {
	year, rest, found := bytes.Cut(date, []byte{'-'})
	number, err := strconv.Atoi(string(year))
	switch {
	case !found || err != nil || (!beforeChrist && number <= 9999):
		return date
	case beforeChrist && number == 1:
		return fmt.Appendf(nil, "0000-%s", rest)
	case beforeChrist:
		return fmt.Appendf(nil, "-%04d-%s", number-1, rest)
	default:
		return fmt.Appendf(nil, "+%d-%s", number, rest)
	}
}

// asArray reads PostgreSQL's notation, such as {1,NULL,"a b"}.
func asArray(of form, delimiter byte) form {
	return func(buf, text []byte) []byte {
		literal := arrayLiteral{text[max(0, bytes.IndexByte(text, '{')):], of, delimiter} // after bounds such as [0:2]=
		return literal.list(buf)
	}
}

type arrayLiteral struct {
	rest      []byte
	of        form
	delimiter byte
}

func (a *arrayLiteral) list(buf []byte) []byte {
	buf = append(buf, '[')
	a.rest = a.rest[1:]
	for len(a.rest) > 0 && a.rest[0] != '}' {
		buf = a.item(buf)
		if len(a.rest) > 0 && a.rest[0] == a.delimiter {
			a.rest = a.rest[1:]
			buf = append(buf, ',')
		}
	}
	a.rest = a.rest[min(1, len(a.rest)):]
	return append(buf, ']')
}

func (a *arrayLiteral) item(buf []byte) []byte {
	switch a.rest[0] {
	case '{':
		return a.list(buf)
	case '"':
		return a.of(buf, a.quoted())
	}
	end := bytes.IndexAny(a.rest, string([]byte{a.delimiter, '}'}))
	item := a.rest[:max(0, end)]
	a.rest = a.rest[max(0, end):]
	if bytes.EqualFold(item, []byte("NULL")) {
		return append(buf, "null"...)
	}
	return a.of(buf, item)
}

func (a *arrayLiteral) quoted() []byte {
	var item []byte
	i := 1
	for ; i < len(a.rest) && a.rest[i] != '"'; i++ {
		if a.rest[i] == '\\' {
			i++
		}
		item = append(item, a.rest[i])
	}
	a.rest = a.rest[min(i+1, len(a.rest)):]
	return item
}
