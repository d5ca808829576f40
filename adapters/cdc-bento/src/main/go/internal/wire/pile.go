package wire

import (
	"context"
	"time"

	"github.com/warpstreamlabs/bento/public/service"
)

// Pile collects messages until they are a batch. Confined to a goroutine.
type Pile struct {
	batcher *service.Batcher
	count   int
}

// NewPile makes a pile that is full as the policy says.
func NewPile(policy service.BatchPolicy, resources *service.Resources) (*Pile, error) {
	batcher, err := policy.NewBatcher(resources)
	return &Pile{batcher: batcher}, err
}

// Add puts a message on the pile and tells whether it is full.
func (p *Pile) Add(message *service.Message) bool {
	p.count++
	return p.batcher.Add(message)
}

// Count is how many messages there are.
func (p *Pile) Count() int { return p.count }

// Due is when the messages should go although the pile is not full; later when there is none.
func (p *Pile) Due(later time.Time) time.Time {
	if p.count == 0 {
		return later
	}
	wait, _ := p.batcher.UntilNext()
	if due := time.Now().Add(wait); due.Before(later) {
		return due
	}
	return later
}

// Take empties the pile.
func (p *Pile) Take(ctx context.Context) (service.MessageBatch, error) {
	p.count = 0
	return p.batcher.Flush(ctx)
}

// Close lets go of what the policy uses.
func (p *Pile) Close(ctx context.Context) { _ = p.batcher.Close(ctx) }
