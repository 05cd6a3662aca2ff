package failure

// About is a failure whose message belongs to one field or resource.
func About(kind Kind, name, detail string) *Error {
	return &Error{Kind: kind, Detail: detail, Fields: []Field{{"/" + name, detail}}}
}

// OnlyReadable is the failure for other methods.
func OnlyReadable() *Error {
	return &Error{Kind: MethodNotAllowed, Detail: "This path allows GET, HEAD.", Methods: []string{"GET", "HEAD"}}
}
