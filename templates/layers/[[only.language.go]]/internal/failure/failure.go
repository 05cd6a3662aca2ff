// Package failure has the reasons why a request fails, in terms of the domain. Package answer maps them to responses.
package failure

import "fmt"

// Kind is what tells failures apart; their sentences are for people.
type Kind int

const (
	// Malformed: the body or the request line is not valid.
	Malformed Kind = iota
	// StartAgain: a code or a state is missing, unknown, used or expired, or belongs to another browser.
	StartAgain
	// Unauthenticated: the caller is not signed in, or no longer.
	Unauthenticated
	// Forbidden: the caller can see it, but may not do this.
	Forbidden
	// NotFound: it does not exist, or the caller cannot see it.
	NotFound
	// MethodNotAllowed: the path exists, but not with this method.
	MethodNotAllowed
	// Conflict: it conflicts with an existing resource.
	Conflict
	// LastWayIn: a provider cannot be unlinked, because it is the only way to sign in to the account.
	LastWayIn
	// Stale: the caller does not have the latest version.
	Stale
	// TooLarge: the body is larger than the server accepts.
	TooLarge
	// UnsupportedType: the operation does not accept the body's media type.
	UnsupportedType
	// Invalid: some values are invalid.
	Invalid
	// Unconditional: an update must include the version that it is based on.
	Unconditional
	// TooMany: too many attempts.
	TooMany
	// ProviderFailed: a sign-in provider is down or slow, or its response is invalid.
	ProviderFailed
	// Unavailable: a service that the server depends on is unavailable.
	Unavailable
)

// Error is a failed request.
type Error struct {
	Kind   Kind
	Detail string
	// Fields has the invalid values.
	Fields []Field
	// Methods are those that the path allows.
	Methods []string
	// RetryAfter is in seconds.
	RetryAfter int
	// Cause is for the log.
	Cause error
}

// Field is an invalid value; Pointer says where it is (RFC 6901).
type Field struct {
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
}

func (e *Error) Error() string { return e.Detail }

func (e *Error) Unwrap() error { return e.Cause }

// New is a failure with a sentence for people.
func New(kind Kind, format string, arguments ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, arguments...)}
}

// Missing is the failure for everything that the caller cannot see.
func Missing() *Error {
	return New(NotFound, "Not found, or you have no access.")
}

// InvalidField is the failure for one invalid value.
func InvalidField(pointer, detail string) *Error {
	return InvalidFields([]Field{{pointer, detail}})
}

// InvalidFields is the failure for several invalid values.
func InvalidFields(fields []Field) *Error {
	return &Error{Kind: Invalid, Detail: "Some values are invalid.", Fields: fields}
}
