package server

import "example.com/app/internal/request"

// crossOrigin is what pages of other origins may do.
var crossOrigin = request.CORS{
	Methods: []string{"GET", "POST", "PUT", "DELETE"},
	Allowed: []string{"Authorization", "Content-Type", "X-Request-ID"},
	Exposed: []string{"Retry-After", "X-Request-ID"},
}

// tokens is how paths begin whose responses contain tokens.
const tokens = "/api/user"
