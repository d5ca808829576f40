package wire

import (
	"time"

	"github.com/warpstreamlabs/bento/public/service"
)

// Fields reads fields of a configuration and keeps the first error.
type Fields struct {
	Parsed *service.ParsedConfig
	Err    error
}

func read[T any](f *Fields, get func(path ...string) (T, error), name string) T {
	value, err := get(name)
	if err != nil && f.Err == nil {
		f.Err = err
	}
	return value
}

func (f *Fields) Text(name string) string            { return read(f, f.Parsed.FieldString, name) }
func (f *Fields) Texts(name string) []string         { return read(f, f.Parsed.FieldStringList, name) }
func (f *Fields) Bool(name string) bool              { return read(f, f.Parsed.FieldBool, name) }
func (f *Fields) Int(name string) int                { return read(f, f.Parsed.FieldInt, name) }
func (f *Fields) Duration(name string) time.Duration { return read(f, f.Parsed.FieldDuration, name) }

// Batching reads a batch policy.
func (f *Fields) Batching(name string) service.BatchPolicy {
	return read(f, f.Parsed.FieldBatchPolicy, name)
}
