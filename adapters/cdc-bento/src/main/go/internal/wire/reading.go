package wire

import (
	"context"

	"github.com/warpstreamlabs/bento/public/service"
)

// Source is what is read: once, from one beginning to one end.
type Source interface {
	// Prepare connects, and finds or makes what is needed to read.
	Prepare(ctx context.Context) error
	// Read reads to the end, or until ctx is done.
	Read(ctx context.Context) error
	// Disconnect comes last, also when Prepare failed.
	Disconnect()
	// Explain says what went wrong so that a person can repair it.
	Explain(err error) error
}

// Reading reads a source on a goroutine of its own: what it reads is piled up and then fed to Bento. M is a place in the source's log.
type Reading[M any] struct {
	Pile   *Pile
	Feed   *Feed[M]
	log    *service.Logger
	cancel context.CancelFunc
	done   chan struct{}
}

// NewReading makes a reading that lets up to limit messages be unacknowledged, and gathers them as the policy says.
func NewReading[M any](policy service.BatchPolicy, limit int, resources *service.Resources) (*Reading[M], error) {
	pile, err := NewPile(policy, resources)
	return &Reading[M]{Pile: pile, Feed: NewFeed[M](limit), log: resources.Logger(), done: make(chan struct{})}, err
}

// Begin begins to read.
func (r *Reading[M]) Begin(ctx context.Context, source Source) (Reader, error) {
	if err := source.Prepare(ctx); err != nil {
		r.end(source)
		return nil, source.Explain(err)
	}
	own, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	go r.run(own, source)
	return r, nil
}

func (r *Reading[M]) run(ctx context.Context, source Source) {
	defer close(r.done)
	defer r.end(source)
	err := source.Read(ctx)
	if err != nil && ctx.Err() == nil {
		err = source.Explain(err)
		Report(r.log, err)
	}
	r.Feed.Close(err)
}

func (r *Reading[M]) end(source Source) {
	source.Disconnect()
	r.Pile.Close(context.Background())
}

// Flush feeds what was piled up. Once that is acknowledged, everything up to mark is.
func (r *Reading[M]) Flush(ctx context.Context, mark M, meanwhile Meanwhile) error {
	batch, err := r.Pile.Take(ctx)
	if err != nil || len(batch) == 0 {
		return err
	}
	return r.Feed.Send(ctx, batch, mark, meanwhile)
}

// Next is what an input answers to ReadBatch.
func (r *Reading[M]) Next(ctx context.Context) (service.MessageBatch, service.AckFunc, error) {
	return r.Feed.Next(ctx)
}

// Stop ends the reading and waits for that; what is not acknowledged by then comes again.
func (r *Reading[M]) Stop() {
	r.cancel()
	<-r.done
}
