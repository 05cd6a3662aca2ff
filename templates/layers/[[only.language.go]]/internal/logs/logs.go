// Package logs writes JSON lines, each with the id of its request; readable text in a terminal.
package logs

import (
	"context"
	"io"
	"log/slog"
	"os"
	"strings"
)

// New writes to `out`, as text if it is for people.
func New(out io.Writer, level slog.Level, isForPeople bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: rename}
	if isForPeople {
		return slog.New(withRequest{slog.NewTextHandler(out, options)})
	}
	return slog.New(withRequest{slog.NewJSONHandler(out, options)})
}

// IsTerminal says whether somebody reads along.
func IsTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	found, err := file.Stat()
	return err == nil && found.Mode()&os.ModeCharDevice != 0
}

// rename uses the names that log services expect.
func rename(groups []string, attribute slog.Attr) slog.Attr {
	switch {
	case len(groups) > 0:
	case attribute.Key == slog.MessageKey:
		attribute.Key = "message"
	case attribute.Key == slog.LevelKey:
		attribute.Value = slog.StringValue(strings.ToLower(attribute.Value.String()))
	}
	return attribute
}

type requestID struct{}

// WithRequestID adds the id of a request to all lines that are logged with the context.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestID{}, id)
}

type withRequest struct{ slog.Handler }

func (h withRequest) Handle(ctx context.Context, record slog.Record) error {
	if id, ok := ctx.Value(requestID{}).(string); ok {
		record.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h withRequest) WithAttrs(attributes []slog.Attr) slog.Handler {
	return withRequest{h.Handler.WithAttrs(attributes)}
}

func (h withRequest) WithGroup(name string) slog.Handler {
	return withRequest{h.Handler.WithGroup(name)}
}
