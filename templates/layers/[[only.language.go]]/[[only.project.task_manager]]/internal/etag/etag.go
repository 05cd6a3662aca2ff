// Package etag has conditional requests (RFC 9110, section 13) over the version of a row.
package etag

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"example.com/app/internal/failure"
)

// Of a version.
func Of(version int) string { return fmt.Sprintf(`"%d"`, version) }

// IsKnown says whether the caller already has this version.
func IsKnown(r *http.Request, version int) bool { return names(r.Header.Get("If-None-Match"), version) }

// Require refuses a change without the version that it is based on.
func Require(r *http.Request, version int) error {
	if len(r.Header.Values("If-Match")) == 0 {
		return failure.New(failure.Unconditional, "Send the ETag of the version you change as If-Match.")
	}
	return Check(r, version)
}

// Check refuses a change that is based on another version.
func Check(r *http.Request, version int) error {
	header := strings.Join(r.Header.Values("If-Match"), ", ")
	if IsConditional(r) && !names(header, version) {
		return Stale()
	}
	return nil
}

// IsConditional says whether the caller sent a version.
func IsConditional(r *http.Request) bool { return len(r.Header.Values("If-Match")) > 0 }

// Stale is the failure when the caller does not have the latest version.
func Stale() error {
	return failure.New(failure.Stale, "The task was modified since you fetched it. Fetch it again.")
}

// quoted: a compressing proxy turns "1" into a weak ETag or "1-gzip", and forwards that form from the client.
var quoted = regexp.MustCompile(`"([^"]*?)(?:-(?:gzip|br|zstd|deflate))?"`)

func names(header string, version int) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for _, found := range quoted.FindAllStringSubmatch(header, -1) {
		if found[1] == strconv.Itoa(version) {
			return true
		}
	}
	return false
}
