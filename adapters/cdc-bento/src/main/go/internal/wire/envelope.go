package wire

import (
	"context"
	"strconv"

	"github.com/warpstreamlabs/bento/public/service"
)

// shared is the metadata that consecutive changes mostly have in common.
var shared = [...]string{"operation", "schema", "table", "lsn", "commit_ts", "transaction_id", "processing_error"}

func init() {
	spec := service.NewConfigSpec().
		Summary("Makes one message of a batch of changes, and numbers it in its metadata as sequence. Its lines are objects, which say " +
			"what the changes after them have in common, and lists: a change's index, the row before, the unchanged columns, the row.")
	err := service.RegisterBatchProcessor("cdc_envelope", spec,
		func(*service.ParsedConfig, *service.Resources) (service.BatchProcessor, error) {
			return &envelope{}, nil
		})
	if err != nil {
		panic(err)
	}
}

// envelope is used by one goroutine at a time.
type envelope struct {
	sequence int
	size     int
}

func (e *envelope) ProcessBatch(_ context.Context, batch service.MessageBatch) ([]service.MessageBatch, error) {
	if len(batch) == 0 {
		return nil, nil
	}
	lines := make([]byte, 0, e.size)
	var before [len(shared)]string
	for i, message := range batch {
		said := sharedBy(message)
		if i == 0 || said != before {
			lines = appendShared(lines, said)
			before = said
		}
		content, err := message.AsBytes()
		if err != nil {
			return nil, err
		}
		lines = appendChange(lines, message, content)
	}
	e.size = len(lines) + len(lines)/8
	e.sequence++
	whole := service.NewMessage(lines)
	whole.MetaSetMut("sequence", strconv.Itoa(e.sequence))
	return []service.MessageBatch{{whole.WithContext(batch[0].Context())}}, nil
}

// Close has nothing to let go of.
func (e *envelope) Close(context.Context) error { return nil }

func sharedBy(message *service.Message) (said [len(shared)]string) {
	for i, name := range shared {
		said[i], _ = message.MetaGet(name)
	}
	return said
}

func appendShared(buf []byte, said [len(shared)]string) []byte {
	object := ObjectIn(buf)
	for i, name := range shared {
		if said[i] != "" {
			object.Name(name, func(buf []byte) []byte { return AppendString(buf, said[i]) })
		}
	}
	return append(object.Bytes(), '\n')
}

func appendChange(buf []byte, message *service.Message, content []byte) []byte {
	buf = append(buf, '[')
	for _, name := range [...]string{"index", "before", "unchanged"} { // each is JSON
		json, found := message.MetaGet(name)
		if !found {
			json = "null"
		}
		buf = append(append(buf, json...), ',')
	}
	return append(append(buf, content...), "]\n"...)
}
