package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/app/internal/app"
	"example.com/app/internal/settings"
)

// output is written by the server while the test reads it.
type output struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.Write(text)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.String()
}

// environment of a server with a database of its own, on a free port.
func environment(t *testing.T) map[string]string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return map[string]string{
		"DATABASE_URL":        "sqlite:///" + filepath.Join(t.TempDir(), "app.db"),
		"PORT":                strconv.Itoa(listener.Addr().(*net.TCPAddr).Port),
		"PASSWORD_MEMORY_KIB": "8",
	}
}

func getenv(given map[string]string) func(string) string {
	return func(name string) string { return given[name] }
}

func TestAServerRunsUntilItIsStopped(t *testing.T) {
	given := environment(t)
	var out output
	for _, command := range []string{"migrate", "migrate", "seed", "seed"} {
		if err := run(t.Context(), []string{command}, getenv(given), &out); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Count(out.String(), "Migrated") != 3 || strings.Count(out.String(), "Sign in as "+app.DemoEmail) != 2 {
		t.Error(out.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"serve"}, getenv(given), &out) }()
	for run(ctx, []string{"health"}, getenv(given), &out) != nil {
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := run(ctx, []string{"serve"}, getenv(given), &out); err == nil || !strings.HasPrefix(err.Error(), "PORT: ") {
		t.Error(err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "Listening on http://127.0.0.1:"+given["PORT"]) {
		t.Error(out.String())
	}
}

func TestWhatCannotBeRunIsRefused(t *testing.T) {
	good, production := environment(t), environment(t)
	production["ENVIRONMENT"] = "production"
	production["SECRET_KEY"] = strings.Repeat("5f", 32)
	delete(production, "PASSWORD_MEMORY_KIB")
	elsewhere := environment(t)
	elsewhere["HOST"] = "203.0.113.7"
	away := environment(t)
	away["DATABASE_URL"] = "sqlite:////no/such/folder/app.db"
	tests := []struct {
		name  string
		args  []string
		given map[string]string
	}{
		{"no command", nil, good},
		{"an unknown command", []string{"fly"}, good},
		{"an invalid setting", []string{"serve"}, map[string]string{"PORT": "x"}},
		{"seeding in production", []string{"seed"}, production},
		{"an address of somebody else", []string{"serve"}, elsewhere},
		{"no database to migrate", []string{"migrate"}, away},
		{"no database to seed", []string{"seed"}, away},
		{"no server", []string{"health"}, good},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out output
			if err := run(t.Context(), test.args, getenv(test.given), &out); err == nil {
				t.Error("it is accepted")
			}
		})
	}
}

func TestHealthAsksTheServerAtItsHost(t *testing.T) {
	tests := []struct {
		host   string
		status int
		isGood bool
	}{
		{"127.0.0.1", http.StatusOK, true},
		{"127.0.0.1", http.StatusServiceUnavailable, false},
		{"127.0.0.2", http.StatusOK, true},
		{"0.0.0.0", http.StatusOK, true},
		{"::1", http.StatusOK, true},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.host, " ", test.status), func(t *testing.T) {
			listener, err := net.Listen("tcp", net.JoinHostPort(test.host, "0"))
			if err != nil {
				t.Skip("this machine does not have the address")
			}
			mux := http.NewServeMux()
			mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(test.status) })
			server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: mux}}
			server.Start()
			defer server.Close()
			port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
			given := getenv(map[string]string{"HOST": test.host, "PORT": port})
			if err := run(t.Context(), []string{"health"}, given, io.Discard); (err == nil) != test.isGood {
				t.Error(err)
			}
		})
	}
}

func TestTheAddressIsOneThatABrowserCanOpen(t *testing.T) {
	for host, want := range map[string]string{
		"0.0.0.0": "http://localhost:8000", "::": "http://localhost:8000", "::1": "http://[::1]:8000",
	} {
		if got := addressOf(settings.Settings{Host: host, Port: 8000}, "localhost"); got != want {
			t.Error(got)
		}
	}
}
