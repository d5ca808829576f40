// Bento with two more inputs: postgres_cdc and mysql_cdc. It takes every command that Bento takes, and "release" (see release.go).
package main

import (
	"context"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/warpstreamlabs/bento/public/service"

	_ "github.com/warpstreamlabs/bento/public/components/io"
	_ "github.com/warpstreamlabs/bento/public/components/pure"

	_ "github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/mysql"
	_ "github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/postgres"
)

// followParent is set by a parent that keeps this process's standard input open for as long as it lives.
const followParent = "BENTO_CDC_FOLLOW_PARENT"

// patience is how long an orderly end may take.
const patience = 5 * time.Second

func main() {
	if os.Getenv(followParent) != "" {
		go stopWithParent()
	}
	if len(os.Args) == 2 && os.Args[1] == "release" {
		os.Exit(release())
	}
	service.RunCLI(context.Background())
}

// stopWithParent ends this process as a signal would, once the parent is gone or closes the pipe.
func stopWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Signal(syscall.SIGTERM)
	}
	time.Sleep(patience)
	os.Exit(1)
}
