package server

import (
	"example.com/app/internal/account"
	"example.com/app/internal/request"
)

// crossOrigin is what pages of other origins may do.
var crossOrigin = request.CORS{
	Methods: []string{"GET", "POST", "PUT", "PATCH", "DELETE"},
	Allowed: []string{"Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"},
	Exposed: []string{"Link", "Location", "Retry-After", "X-Request-ID"},
}

// tokens is how paths begin whose responses contain tokens.
const tokens = account.Prefix
