package wire

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/warpstreamlabs/bento/public/service"
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

func TestTheEnvelopeSaysWhatChangesShareOnce(t *testing.T) {
	at := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	place := Place{Log: "0/A", Transaction: "7", At: at}
	orders := Table{"public", "orders"}
	batch := service.MessageBatch{Message(place, Change{Operation: Insert, Table: orders, Row: []byte(`{"id":1}`)})}
	place.Index = 1
	batch = append(batch,
		Message(place, Change{Operation: Insert, Table: orders, Row: []byte(`{"id":2}`)}),
		Message(place, Change{Operation: Update, Table: orders, Row: []byte(`{"id":2}`), Before: []byte(`{"id":1}`), Unchanged: []string{"note"}}))
	out, err := (&envelope{}).ProcessBatch(t.Context(), batch)
	if err != nil || len(out) != 1 || len(out[0]) != 1 {
		t.Fatalf("got %v, %v", out, err)
	}
	said := func(operation string) string {
		return `{"operation":"` + operation +
			`","schema":"public","table":"orders","lsn":"0/A","commit_ts":"2026-11-25T14:00:00Z","transaction_id":"7"}` + "\n"
	}
	want := said("insert") + `[0,null,null,{"id":1}]` + "\n" + `[1,null,null,{"id":2}]` + "\n" +
		said("update") + `[1,{"id":1},["note"],{"id":2}]` + "\n"
	content, _ := out[0][0].AsBytes()
	if string(content) != want {
		t.Errorf("got\n%s, want\n%s", content, want)
	}
	if sequence, _ := out[0][0].MetaGet("sequence"); sequence != "1" {
		t.Errorf("the first is number %s", sequence)
	}
}
