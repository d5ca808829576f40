package wire

import (
	"context"
	"sync"

	"github.com/warpstreamlabs/bento/public/service"
)

// Reader reads one source from one beginning to one end.
type Reader interface {
	// Next is what an input answers to ReadBatch.
	Next(ctx context.Context) (service.MessageBatch, service.AckFunc, error)
	// Stop ends the reader and waits for that; what is not acknowledged by then comes again.
	Stop()
}

// Start connects to a source and begins to read.
type Start func(ctx context.Context) (Reader, error)

// Register makes an input known to Bento.
func Register(name string, spec *service.ConfigSpec, start func(*service.ParsedConfig, *service.Resources) (Start, error)) {
	err := service.RegisterBatchInput(name, spec,
		func(parsed *service.ParsedConfig, resources *service.Resources) (service.BatchInput, error) {
			begin, err := start(parsed, resources)
			if err != nil {
				return nil, err
			}
			return service.AutoRetryNacksBatchedToggled(parsed, &input{start: begin, log: resources.Logger()})
		})
	if err != nil {
		panic(err)
	}
}

// input is one source. Bento calls Connect and ReadBatch from one goroutine, Close from any.
type input struct {
	start  Start
	log    *service.Logger
	mutex  sync.Mutex
	reader Reader
}

// Connect begins to read. It may be called again once the reader has ended.
func (i *input) Connect(ctx context.Context) error {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.stop()
	reader, err := i.start(ctx)
	if err != nil {
		Report(i.log, err)
		return err
	}
	i.reader = reader
	return nil
}

func (i *input) ReadBatch(ctx context.Context) (service.MessageBatch, service.AckFunc, error) {
	i.mutex.Lock()
	reader := i.reader
	i.mutex.Unlock()
	if reader == nil {
		return nil, nil, service.ErrNotConnected
	}
	return reader.Next(ctx)
}

func (i *input) Close(context.Context) error {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.stop()
	return nil
}

func (i *input) stop() {
	if i.reader != nil {
		i.reader.Stop()
		i.reader = nil
	}
}
