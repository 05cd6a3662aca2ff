package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/account"
	"example.com/app/internal/input"
)

// addAccounts: the public routes are how a user gets a token.
func (s *server) addAccounts(public *echo.Echo, private *echo.Group) {
	public.POST(account.Prefix, s.register)
	public.POST(account.Prefix+"/guest", s.guest)
	public.POST(account.Prefix+"/login", s.login)

	private.GET("/api/user", s.me)
	private.PUT("/api/user", s.changeMe)
}

func (s *server) register(c *echo.Context) error {
	body, err := input.Envelope(c.Request(), "user")
	if err != nil {
		return err
	}
	session, err := s.Accounts.Register(c.Request().Context(), body, s.network(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, session)
}

func (s *server) guest(c *echo.Context) error {
	session, err := s.Accounts.Guest(c.Request().Context(), s.network(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, session)
}

func (s *server) login(c *echo.Context) error {
	body, err := input.Envelope(c.Request(), "user")
	if err != nil {
		return err
	}
	session, err := s.Accounts.Login(c.Request().Context(), body, s.network(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, session)
}

func (s *server) me(c *echo.Context) error {
	session, err := s.Accounts.Start(caller(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, session)
}

func (s *server) changeMe(c *echo.Context) error {
	body, err := input.Envelope(c.Request(), "user")
	if err != nil {
		return err
	}
	session, err := s.Accounts.Change(c.Request().Context(), caller(c), body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, session)
}
