// Package app puts the parts of this project together.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"example.com/app/internal/account"
	"example.com/app/internal/broadcasting"
	"example.com/app/internal/channels"
	"example.com/app/internal/database"
	"example.com/app/internal/password"
	"example.com/app/internal/provider"
	"example.com/app/internal/room"
	"example.com/app/internal/sample"
	"example.com/app/internal/settings"
	"example.com/app/internal/token"
	"example.com/app/internal/web"
)

// App has what the routes need.
type App struct {
	Settings     settings.Settings
	Logger       *slog.Logger
	DB           *database.DB
	Web          *web.Web
	Accounts     *account.Accounts
	Providers    *provider.Providers
	Hub          *channels.Hub
	Rooms        *room.Store
	Broadcasting *broadcasting.Authority
	WebSockets   *channels.Server

	stop func()
}

// New opens the database, and starts to listen for what other processes announce. Close has to be called.
func New(s settings.Settings, logger *slog.Logger) (*App, error) {
	db, err := database.Open(s.DatabaseURL)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	pages, err := web.New(s.Demo)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	signer := channels.NewSigner(s.Channels.PusherKey, s.Channels.PusherSecret, s.SecretKey)
	fanout, err := newFanout(s.Channels, signer, logger)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	hub := channels.NewHub(fanout)
	tokens := token.NewSigner(s.SecretKey)
	accounts := account.New(db, password.NewHasher(s.PasswordMemory), tokens)
	rooms := room.NewStore(db, hub, accounts)
	if s.Demo {
		accounts.Guests = sample.Guests{DB: db, Accounts: accounts, Rooms: rooms}
	}
	authority := broadcasting.New(db, hub, signer)
	a := &App{
		Settings: s, Logger: logger, DB: db, Web: pages,
		Accounts:     accounts,
		Providers:    provider.New(s, db, accounts, tokens, logger),
		Hub:          hub,
		Rooms:        rooms,
		Broadcasting: authority,
		WebSockets:   channels.NewServer(hub, signer, authority, logger, s.Channels.ActivityTimeout),
	}
	a.start()
	return a, nil
}

func newFanout(s settings.Channels, signer *channels.Signer, logger *slog.Logger) (channels.Fanout, error) {
	if s.RedisURL == "" {
		return channels.NewMemory(), nil
	}
	fanout, err := channels.NewRedis(s.RedisURL, s.RedisTLS == "encrypt", signer.Fingerprint(), logger)
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return fanout, nil
}

func (a *App) start() {
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		a.WebSockets.Run(ctx)
	}()
	a.stop = func() {
		cancel()
		<-stopped
	}
}

// Disconnect makes the clients of WebSockets connect again, to another process.
func (a *App) Disconnect() { a.WebSockets.Disconnect() }

// Close ends what New has started. Clients are disconnected first, while their presence can still be removed.
func (a *App) Close() error {
	a.WebSockets.Stop()
	a.stop()
	return errors.Join(a.Hub.Close(), a.DB.Close())
}
