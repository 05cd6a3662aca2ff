// Package app embeds the files that the server sends as they are.
package app

import "embed"

// Files has the contract and the page at /.
//
//go:embed openapi.yaml web
var Files embed.FS
