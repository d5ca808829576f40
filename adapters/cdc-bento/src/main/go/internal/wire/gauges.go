package wire

import (
	"time"

	"github.com/warpstreamlabs/bento/public/service"
)

// Gauges are what an input tells of itself. One of -1 is not known.
type Gauges struct {
	Lag, Retained, Safe, heard *service.MetricGauge
}

// GaugesOf registers the gauges.
func GaugesOf(resources *service.Resources) Gauges {
	m := resources.Metrics()
	gauges := Gauges{
		Lag:      m.NewGauge("replication_lag_bytes"),
		Retained: m.NewGauge("replication_retained_bytes"),
		Safe:     m.NewGauge("replication_safe_bytes"),
		heard:    m.NewGauge("replication_heard_at_ms"),
	}
	for _, unknown := range []*service.MetricGauge{gauges.Lag, gauges.Retained, gauges.Safe} {
		unknown.Set(-1)
	}
	return gauges
}

// Heard notes that the source is there.
func (g Gauges) Heard() { g.heard.Set(time.Now().UnixMilli()) }
