package wire

import (
	"encoding/json"
	"testing"
)

func TestStringsAreJSON(t *testing.T) {
	for _, text := range []string{"", "plain", `"\`, "a\x00\n\t", "Ωmega 🚀", "\u2028"} {
		var read string
		if err := json.Unmarshal(AppendString(nil, text), &read); err != nil || read != text {
			t.Errorf("%q came back as %q, %v", text, read, err)
		}
	}
	var read string
	if err := json.Unmarshal(AppendString(nil, "a\xffb"), &read); err != nil || read != "a\ufffdb" {
		t.Errorf("a byte that is no UTF-8 came back as %q, %v", read, err)
	}
}

func TestPatternsChooseTables(t *testing.T) {
	orders := Table{"sales", "Orders"}
	for pattern, chosen := range map[string]bool{
		"orders": true, "sales.orders": true, "Orders": true, "ORDERS": false, "sales.*": true, "s?les.ord*": true,
		"public.orders": false, "order": false, "[o]rders": false,
	} {
		if Chosen([]Pattern{Pattern(pattern)}, orders) != chosen {
			t.Errorf("%s chooses %s: %v, want %v", pattern, orders, !chosen, chosen)
		}
	}
	if !Chosen(nil, orders) {
		t.Error("no pattern chooses all")
	}
}
