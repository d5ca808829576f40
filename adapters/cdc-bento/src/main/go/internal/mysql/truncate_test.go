package mysql

import (
	"testing"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/wire"
)

func TestStatementsThatEmptyATable(t *testing.T) {
	for statement, want := range map[string]wire.Table{
		"TRUNCATE orders":                        {Schema: "shop", Name: "orders"},
		"truncate table orders ;":                {Schema: "shop", Name: "orders"},
		"TRUNCATE TABLE `orders`":                {Schema: "shop", Name: "orders"},
		`TRUNCATE TABLE "Zwei Schlüssel"`:        {Schema: "shop", Name: "Zwei Schlüssel"},
		"TRUNCATE other.orders":                  {Schema: "other", Name: "orders"},
		"TRUNCATE TABLE `a.b` . `c``d`":          {Schema: "a.b", Name: "c`d"},
		`TRUNCATE "say ""hi"""`:                  {Schema: "shop", Name: `say "hi"`},
		"/* nightly */ TRUNCATE TABLE/**/orders": {Schema: "shop", Name: "orders"},
		"TRUNCATE TABLE orders -- all of it":     {Schema: "shop", Name: "orders"},
		"TRUNCATE TABLE `a#b`":                   {Schema: "shop", Name: "a#b"},
		"TRUNCATE\nTABLE\norders NOWAIT":         {Schema: "shop", Name: "orders"},
		"TRUNCATE TABLE orders WAIT 5":           {Schema: "shop", Name: "orders"},
	} {
		got, is := emptied(statement, "shop")
		if !is || got != want {
			t.Errorf("%s: %v, %v", statement, got, is)
		}
	}
}

func TestStatementsThatEmptyNoTable(t *testing.T) {
	for _, statement := range []string{
		"ALTER TABLE orders TRUNCATE PARTITION p1",
		"DROP TABLE truncate",
		"CREATE TABLE t AS SELECT TRUNCATE(1.5, 0)",
	} {
		if table, is := emptied(statement, "shop"); is {
			t.Errorf("%s: %v", statement, table)
		}
	}
}
