package wire

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/warpstreamlabs/bento/public/service"
)

// Kind says what the reader of a failure can do about it.
type Kind string

const (
	// Invalid: the configuration or the source is not as it must be; trying again does not help.
	Invalid Kind = "invalid"
	// Unavailable: the source cannot be reached now.
	Unavailable Kind = "unavailable"
	// Conflict: somebody else reads in this name.
	Conflict Kind = "conflict"
	// Gap: changes that are due are lost.
	Gap Kind = "gap"
)

// Failure is a fact in one sentence, and its kind.
type Failure struct {
	Kind Kind
	Fact string
}

func (f *Failure) Error() string { return f.Fact }

// Fail makes a failure of a sentence.
func Fail(kind Kind, format string, args ...any) *Failure {
	return &Failure{kind, fmt.Sprintf(format, args...)}
}

// IsCertificate tells whether err is about a server's certificate, so that trying again does not help.
func IsCertificate(err error) bool {
	var refused *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	return errors.As(err, &refused) || errors.As(err, &authority) || errors.As(err, &invalid) || errors.As(err, &name)
}

// Report writes err to the log, where whoever started this program finds its kind under cdc_failure.
func Report(log *service.Logger, err error) {
	failure := &Failure{Unavailable, ""}
	if !errors.As(err, &failure) {
		failure.Fact = err.Error()
	}
	log.With("cdc_failure", string(failure.Kind)).Error(failure.Fact)
}
