package wire

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/Jeffail/checkpoint"
	"github.com/warpstreamlabs/bento/public/service"
)

// Feed carries batches from the goroutine that reads a source to Bento, and knows up to which mark everything is acknowledged.
type Feed[M any] struct {
	batches chan handed
	marks   *checkpoint.Capped[M]
	pending atomic.Int64
	acked   atomic.Pointer[M]
	end     error
}

type handed struct {
	batch service.MessageBatch
	ack   service.AckFunc
}

// Meanwhile is done every so often while a batch waits for its turn, so that the source is not left alone.
type Meanwhile struct {
	Every time.Duration
	Do    func() error
}

// NewFeed makes a feed that lets up to limit messages be unacknowledged; a batch always finds room when there are none.
func NewFeed[M any](limit int) *Feed[M] {
	return &Feed[M]{batches: make(chan handed), marks: checkpoint.NewCapped[M](int64(limit))}
}

// Send hands a batch over. Once it and all before it are acknowledged, the feed has reached mark.
func (f *Feed[M]) Send(ctx context.Context, batch service.MessageBatch, mark M, meanwhile Meanwhile) error {
	resolve, err := f.track(ctx, mark, len(batch), meanwhile)
	if err != nil {
		return err
	}
	f.pending.Add(1)
	ack := func(context.Context, error) error {
		if reached := resolve(); reached != nil {
			f.acked.Store(reached)
		}
		f.pending.Add(-1)
		return nil
	}
	ticks := time.NewTicker(meanwhile.Every)
	defer ticks.Stop()
	for {
		select {
		case f.batches <- handed{batch, ack}:
			return nil
		case <-ticks.C:
			if err := meanwhile.Do(); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *Feed[M]) track(ctx context.Context, mark M, size int, meanwhile Meanwhile) (func() *M, error) {
	for {
		patience, cancel := context.WithTimeout(ctx, meanwhile.Every)
		resolve, err := f.marks.Track(patience, mark, int64(size))
		cancel()
		if err == nil {
			return resolve, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := meanwhile.Do(); err != nil {
			return nil, err
		}
	}
}

// Idle tells whether everything that was sent is acknowledged.
func (f *Feed[M]) Idle() bool { return f.pending.Load() == 0 }

// AwaitIdle waits until everything that was sent is acknowledged.
func (f *Feed[M]) AwaitIdle(ctx context.Context, meanwhile Meanwhile) error {
	looks := time.NewTicker(5 * time.Millisecond)
	defer looks.Stop()
	next := time.Now().Add(meanwhile.Every)
	for !f.Idle() {
		select {
		case <-looks.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if time.Now().After(next) {
			if err := meanwhile.Do(); err != nil {
				return err
			}
			next = time.Now().Add(meanwhile.Every)
		}
	}
	return nil
}

// Acked is the mark up to which everything is acknowledged; nil while there is none.
func (f *Feed[M]) Acked() *M { return f.acked.Load() }

// Close ends the feed; no Send may follow. A nil end means that the source has nothing more to give.
func (f *Feed[M]) Close(end error) {
	f.end = end
	close(f.batches)
}

// Next is what an input answers to ReadBatch.
func (f *Feed[M]) Next(ctx context.Context) (service.MessageBatch, service.AckFunc, error) {
	select {
	case next, open := <-f.batches:
		if open {
			return next.batch, next.ack, nil
		}
		if f.end == nil {
			return nil, nil, service.ErrEndOfInput
		}
		return nil, nil, service.ErrNotConnected
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}
