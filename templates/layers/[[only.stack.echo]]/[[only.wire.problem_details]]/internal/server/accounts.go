package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/account"
	"example.com/app/internal/input"
)

// addAccounts: the public routes are how a user gets an access token.
func (s *server) addAccounts(public *echo.Echo, private *echo.Group) {
	public.POST(account.Prefix+"/register", s.register)
	public.POST(account.Prefix+"/guest", s.guest)
	public.POST(account.Prefix+"/login", s.login)
	public.POST(account.Prefix+"/refresh", s.refresh)
	public.POST(account.Prefix+"/logout", s.logout)

	private.GET("/api/v1/me", s.me)
	private.PATCH("/api/v1/me", s.changeMe)
}

func (s *server) register(c *echo.Context) error {
	body, err := input.Body(c.Request())
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
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	session, err := s.Accounts.Login(c.Request().Context(), body, s.network(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, session)
}

func (s *server) refresh(c *echo.Context) error {
	token, err := refreshToken(c)
	if err != nil {
		return err
	}
	session, err := s.Accounts.Refresh(c.Request().Context(), token)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, session)
}

func (s *server) logout(c *echo.Context) error {
	token, err := refreshToken(c)
	if err != nil {
		return err
	}
	if err := s.Accounts.Logout(c.Request().Context(), token); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func refreshToken(c *echo.Context) (string, error) {
	body, err := input.Body(c.Request())
	if err != nil {
		return "", err
	}
	return account.ReadRefreshToken(body)
}

func (s *server) me(c *echo.Context) error {
	return c.JSON(http.StatusOK, caller(c))
}

func (s *server) changeMe(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	user, err := s.Accounts.Rename(c.Request().Context(), caller(c), body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, user)
}
