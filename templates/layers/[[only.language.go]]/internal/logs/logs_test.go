package logs

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

func TestALineHasTheIDOfItsRequest(t *testing.T) {
	var out bytes.Buffer
	logger := New(&out, slog.LevelInfo, IsTerminal(&out))
	logger.With("a", 1).WithGroup("group").WarnContext(WithRequestID(t.Context(), "mine"), "Hello")
	logger.Debug("not this")
	line := out.String()
	for _, part := range []string{`"level":"warn"`, `"message":"Hello"`, `"request_id":"mine"`} {
		if !strings.Contains(line, part) {
			t.Error(line)
		}
	}
	if strings.Count(line, "\n") != 1 {
		t.Error(line)
	}
}

func TestPeopleGetText(t *testing.T) {
	var out bytes.Buffer
	New(&out, slog.LevelInfo, true).Info("Hello")
	if strings.HasPrefix(out.String(), "{") {
		t.Error(out.String())
	}
}
