// Command spam is a plugin whose trigger fires as fast as it can, with nothing to read or to keep: the ceiling of what any plugin can
// deliver through the engine's callback. Its config: calls, and how many are in flight.
package main

import (
	"context"

	sdk "github.com/GoCodeAlone/workflow/plugin/external/sdk"
)

type provider struct{}

func (provider) Manifest() sdk.PluginManifest {
	return sdk.PluginManifest{Name: "spam", Version: "0.0.1", Author: "benchmark", Description: "Fires as fast as it can"}
}

func (provider) TriggerTypes() []string { return []string{"trigger.spam"} }

func (provider) CreateTrigger(_ string, config map[string]any, fire sdk.TriggerCallback) (sdk.TriggerInstance, error) {
	number := func(key string) int { value, _ := config[key].(float64); return int(value) }
	return &trigger{number("calls"), number("in_flight"), fire}, nil
}

type trigger struct {
	calls, inFlight int
	fire            sdk.TriggerCallback
}

func (t *trigger) Start(context.Context) error {
	for range t.inFlight {
		go func() {
			for i := range t.calls / t.inFlight {
				_ = t.fire("cdc.change", event(i))
			}
		}()
	}
	return nil
}

func (t *trigger) Stop(context.Context) error { return nil }

// What the plugin's event of one row of the benchmark's table looks like.
func event(i int) map[string]any {
	return map[string]any{
		"event_id": "bench:0/16B3748:0", "source_id": "bench", "op": "INSERT", "table": "public.bench", "schema": "public",
		"key": map[string]any{"id": float64(i)}, "before": nil,
		"after": map[string]any{
			"id": float64(i), "name": "a customer name", "amount": "12.50", "qty": 3.0, "active": true,
			"created": "2026-11-23T02:00:00.000000Z", "payload": payload},
		"unchanged_columns": []any{}, "committed_at": "2026-11-23T02:00:00.000000Z", "position": "0/16B3748",
		"transaction": "744", "snapshot": false,
	}
}

const payload = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

func main() { sdk.Serve(provider{}) }
