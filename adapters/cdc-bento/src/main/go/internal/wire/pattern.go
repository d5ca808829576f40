package wire

import (
	"path"
	"strings"
)

// Pattern chooses tables: "public.orders", "orders" (in any schema), with * for any text and ? for one character. One with upper-case
// letters matches only that case, another matches any.
type Pattern string

// Matches tells whether the pattern chooses a table.
func (p Pattern) Matches(table Table) bool {
	pattern := strings.NewReplacer(`\`, `\\`, `[`, `\[`).Replace(string(p))
	subject := table.Name
	if strings.Contains(pattern, ".") {
		subject = table.String()
	}
	if pattern == strings.ToLower(pattern) {
		subject = strings.ToLower(subject)
	}
	// A / is a character like any other.
	matched, _ := path.Match(strings.ReplaceAll(pattern, "/", "\x00"), strings.ReplaceAll(subject, "/", "\x00"))
	return matched
}

// Chosen tells whether any pattern chooses the table, or there are none.
func Chosen(patterns []Pattern, table Table) bool {
	for _, pattern := range patterns {
		if pattern.Matches(table) {
			return true
		}
	}
	return len(patterns) == 0
}

// Qualified puts the schema before those patterns that name none, unless it is empty.
func Qualified(schema string, tables []string) []Pattern {
	patterns := make([]Pattern, len(tables))
	for i, table := range tables {
		if schema != "" && !strings.Contains(table, ".") {
			table = schema + "." + table
		}
		patterns[i] = Pattern(table)
	}
	return patterns
}
