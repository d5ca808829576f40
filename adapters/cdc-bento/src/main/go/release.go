package main

import (
	"context"
	"fmt"
	"os"

	"github.com/GoCodeAlone/workflow-plugin-data-engineering/bento-cdc/internal/postgres"
)

// release drops what postgres_cdc made in a database. The environment says which: a secret does not belong on a command line. It
// prints what was dropped, a line each.
func release() int {
	dropped, err := postgres.Release(context.Background(), os.Getenv("BENTO_CDC_DSN"), os.Getenv("BENTO_CDC_SLOT"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, each := range dropped {
		fmt.Println(each)
	}
	return 0
}
