// The program of this project: app serve, app migrate, app seed or app health.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
	_ "time/tzdata" // an image from scratch has no time zones

	"example.com/app/internal/app"
	"example.com/app/internal/database"
	"example.com/app/internal/logs"
	"example.com/app/internal/server"
	"example.com/app/internal/settings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, getenv func(string) string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: app serve | migrate | seed | health")
	}
	s, err := settings.Read(getenv)
	if err != nil {
		return err
	}
	logger := logs.New(out, s.LogLevel, logs.IsTerminal(out) && !s.IsProduction())
	switch args[0] {
	case "serve":
		return serve(ctx, s, logger)
	case "migrate":
		return migrate(ctx, s, logger)
	case "seed":
		return seed(ctx, s, logger, out)
	case "health":
		return health(ctx, s)
	}
	return fmt.Errorf("there is no command %s; try serve, migrate, seed or health", args[0])
}

// newServer limits connections. A reverse proxy keeps them open for about a minute, and has to close them first.
func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       75 * time.Second,
		// With the 4 KiB that net/http adds, it is 32 KiB.
		MaxHeaderBytes: 28 << 10,
		ErrorLog:       slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
	}
}

// serve runs until the context is done, and then finishes the requests in flight within ten seconds.
func serve(ctx context.Context, s settings.Settings, logger *slog.Logger) (err error) {
	application, err := app.New(s, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, application.Close()) }()
	listener, err := net.Listen("tcp", s.Address())
	if err != nil {
		return cannotListen(s, err)
	}
	httpServer := newServer(server.New(application), logger)
	httpServer.RegisterOnShutdown(application.Disconnect)
	failed := make(chan error, 1)
	go func() { failed <- httpServer.Serve(listener) }()
	logger.Info("Listening on " + addressOf(s, "localhost"))
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if httpServer.Shutdown(patience) != nil {
		return httpServer.Close()
	}
	return nil
}

func migrate(ctx context.Context, s settings.Settings, logger *slog.Logger) (err error) {
	db, err := database.Open(s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	// Otherwise SQLite leaves the new schema in a file beside the database.
	defer func() { err = errors.Join(err, db.Close()) }()
	names, err := db.Migrate(ctx)
	for _, name := range names {
		logger.Info("Migrated", "migration", name)
	}
	return err
}

func seed(ctx context.Context, s settings.Settings, logger *slog.Logger, out io.Writer) (err error) {
	if s.IsProduction() {
		return errors.New("ENVIRONMENT: not in production, because the password is public")
	}
	application, err := app.New(s, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, application.Close()) }()
	if err := application.Seed(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Sign in as %s with the password: %s\n", app.DemoEmail, app.DemoPassword)
	return err
}

// health is for an image that has no other program to ask the server.
func health(ctx context.Context, s settings.Settings) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, addressOf(s, "127.0.0.1")+"/healthz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the status is %d", response.StatusCode)
	}
	return errors.Join(err, response.Body.Close())
}

// addressOf is where this machine reaches the server: on `loopback`, if it listens on all addresses.
func addressOf(s settings.Settings, loopback string) string {
	host := s.Host
	if address, err := netip.ParseAddr(host); err == nil && address.IsUnspecified() {
		host = loopback
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(s.Port))
}

func cannotListen(s settings.Settings, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("PORT: another program uses %d", s.Port)
	}
	return fmt.Errorf("HOST: cannot listen on %s", s.Host)
}
