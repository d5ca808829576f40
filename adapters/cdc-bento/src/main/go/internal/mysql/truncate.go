package mysql

import (
	"regexp"
	"strings"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

// identifier in either of the quotes that sql_mode allows, or in none.
const identifier = "(`(?:[^`]|``)+`|\"(?:[^\"]|\"\")+\"|[^\\s.;`\"]+)"

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/|(?m:(?:--\s|#).*$)`)
	truncate = regexp.MustCompile(`(?i)^\s*truncate\s+(?:table\s+)?(?:` + identifier + `\s*\.\s*)?` + identifier + `\s*(?:wait\s+\d+|nowait)?\s*;?\s*$`)
)

// emptied tells which table a statement empties, if it does; schema is that of the session.
func emptied(statement, schema string) (wire.Table, bool) {
	parts := truncate.FindStringSubmatch(statement) // as it is first: a name may hold what looks like a comment
	if parts == nil {
		parts = truncate.FindStringSubmatch(comment.ReplaceAllString(statement, " "))
	}
	if parts == nil {
		return wire.Table{}, false
	}
	if parts[1] != "" {
		schema = unquoted(parts[1])
	}
	return wire.Table{Schema: schema, Name: unquoted(parts[2])}, true
}

func unquoted(name string) string {
	quote := name[:1]
	if quote != "`" && quote != `"` {
		return name
	}
	return strings.ReplaceAll(name[1:len(name)-1], quote+quote, quote)
}
