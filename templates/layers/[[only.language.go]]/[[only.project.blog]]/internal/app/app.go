// Package app puts the parts of this project together.
package app

import (
	"errors"
	"fmt"
	"log/slog"

	"example.com/app/internal/account"
	"example.com/app/internal/article"
	"example.com/app/internal/comment"
	"example.com/app/internal/database"
	"example.com/app/internal/password"
	"example.com/app/internal/profile"
	"example.com/app/internal/provider"
	"example.com/app/internal/sample"
	"example.com/app/internal/settings"
	"example.com/app/internal/token"
	"example.com/app/internal/web"
)

// App has what the routes need.
type App struct {
	Settings  settings.Settings
	Logger    *slog.Logger
	DB        *database.DB
	Web       *web.Web
	Accounts  *account.Accounts
	Providers *provider.Providers
	Profiles  *profile.Store
	Articles  *article.Store
	Comments  *comment.Store
}

// New opens the database. Close has to be called.
func New(s settings.Settings, logger *slog.Logger) (*App, error) {
	db, err := database.Open(s.DatabaseURL)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	pages, err := web.New(s.Demo)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	signer := token.NewSigner(s.SecretKey)
	accounts := account.New(db, password.NewHasher(s.PasswordMemory), signer, s.Demo, sample.Add)
	return &App{
		Settings: s, Logger: logger, DB: db, Web: pages,
		Accounts:  accounts,
		Providers: provider.New(s, db, accounts, signer, logger),
		Profiles:  profile.NewStore(db),
		Articles:  article.NewStore(db),
		Comments:  comment.NewStore(db),
	}, nil
}

// Disconnect ends connections that would never finish. There are none.
func (*App) Disconnect() {}

// Close ends what New has started.
func (a *App) Close() error { return a.DB.Close() }
