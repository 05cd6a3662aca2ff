package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/account"
	"example.com/app/internal/input"
)

// addProviders signs users in with a provider, and links one to an account.
func (s *server) addProviders(public *echo.Echo, private *echo.Group) {
	public.GET(account.Prefix+"/providers", s.listProviders)
	public.POST(account.Prefix+"/exchange", s.exchange)
	public.GET(account.Prefix+"/:provider/authorize", s.authorize)
	public.GET(account.Prefix+"/:provider/callback", s.callback)

	private.GET(account.Prefix+"/:provider/link", s.showLink)
	private.POST(account.Prefix+"/:provider/link", s.link)
	private.DELETE(account.Prefix+"/:provider/link", s.unlink)
}

func (s *server) listProviders(c *echo.Context) error {
	return c.JSON(http.StatusOK, map[string]any{"items": s.Providers.List()})
}

func (s *server) exchange(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	session, err := s.Providers.Exchange(c.Request(), body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, session)
}

func (s *server) authorize(c *echo.Context) error {
	url, err := s.Providers.Begin(c.Response(), c.Request(), c.Param("provider"), "")
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, url)
}

func (s *server) callback(c *echo.Context) error {
	page, err := s.Providers.Callback(c.Request(), c.Param("provider"), s.network(c))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, page)
}

func (s *server) showLink(c *echo.Context) error {
	linked, err := s.Providers.IsLinked(c.Request().Context(), c.Param("provider"), caller(c).ID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]bool{"linked": linked})
}

func (s *server) link(c *echo.Context) error {
	url, err := s.Providers.Begin(c.Response(), c.Request(), c.Param("provider"), caller(c).ID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"url": url})
}

func (s *server) unlink(c *echo.Context) error {
	if err := s.Providers.Unlink(c.Request().Context(), c.Param("provider"), caller(c).ID); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
