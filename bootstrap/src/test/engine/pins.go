//go:build pins

// Package engine pins the workflow engine that the tests run the plugin under. The public checksum
// database does not know this release, so go.sum is what vouches for it.
package engine

import (
	_ "github.com/GoCodeAlone/workflow/cmd/server"
	_ "github.com/GoCodeAlone/workflow/cmd/wfctl"
)
