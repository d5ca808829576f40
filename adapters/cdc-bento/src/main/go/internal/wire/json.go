package wire

import "unicode/utf8"

const hex = "0123456789abcdef"

// AppendString appends text as a JSON string.
func AppendString[T string | []byte](buf []byte, text T) []byte {
	buf = append(buf, '"')
	plain := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			if r, size := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))])); r != utf8.RuneError || size > 1 {
				i += size - 1
				continue
			}
		}
		buf = append(buf, text[plain:i]...)
		buf = appendEscaped(buf, c)
		plain = i + 1
	}
	buf = append(buf, text[plain:]...)
	return append(buf, '"')
}

func appendEscaped(buf []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(buf, '\\', c)
	case c >= utf8.RuneSelf: // not UTF-8
		return append(buf, `\ufffd`...)
	default:
		return append(buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
}

// Object is a JSON object that is being written.
type Object struct {
	buf   []byte
	begun int
}

// NewObject begins an object of about size bytes.
func NewObject(size int) *Object {
	return ObjectIn(make([]byte, 0, size))
}

// ObjectIn begins an object behind what is in buf.
func ObjectIn(buf []byte) *Object {
	return &Object{append(buf, '{'), len(buf) + 1}
}

// Name begins a member; the function that writes its value follows.
func (o *Object) Name(name string, value func(buf []byte) []byte) {
	if len(o.buf) > o.begun {
		o.buf = append(o.buf, ',')
	}
	o.buf = append(AppendString(o.buf, name), ':')
	o.buf = value(o.buf)
}

// Bytes ends the object and gives what is in the buffer.
func (o *Object) Bytes() []byte { return append(o.buf, '}') }
