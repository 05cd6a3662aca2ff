package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/account"
	"example.com/app/internal/input"
)

// addProviders signs users in with a provider, and links one to an account.
func (s *server) addProviders(public, private *gin.RouterGroup) {
	get(public, account.Prefix+"/providers", s.try(s.listProviders))
	public.POST(account.Prefix+"/exchange", s.try(s.exchange))
	get(public, account.Prefix+"/:provider/authorize", s.try(s.authorize))
	get(public, account.Prefix+"/:provider/callback", s.try(s.callback))

	get(private, account.Prefix+"/:provider/link", s.try(s.showLink))
	private.POST(account.Prefix+"/:provider/link", s.try(s.link))
	private.DELETE(account.Prefix+"/:provider/link", s.try(s.unlink))
}

func (s *server) listProviders(c *gin.Context) error {
	return send(c, http.StatusOK, map[string]any{"items": s.Providers.List()})
}

func (s *server) exchange(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	session, err := s.Providers.Exchange(c.Request, body)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, session)
}

func (s *server) authorize(c *gin.Context) error {
	url, err := s.Providers.Begin(c.Writer, c.Request, c.Param("provider"), "")
	if err != nil {
		return err
	}
	return redirect(c, url)
}

func (s *server) callback(c *gin.Context) error {
	page, err := s.Providers.Callback(c.Request, c.Param("provider"), s.network(c))
	if err != nil {
		return err
	}
	return redirect(c, page)
}

func (s *server) showLink(c *gin.Context) error {
	linked, err := s.Providers.IsLinked(c.Request.Context(), c.Param("provider"), caller(c).ID)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, map[string]bool{"linked": linked})
}

func (s *server) link(c *gin.Context) error {
	url, err := s.Providers.Begin(c.Writer, c.Request, c.Param("provider"), caller(c).ID)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, map[string]string{"url": url})
}

func (s *server) unlink(c *gin.Context) error {
	if err := s.Providers.Unlink(c.Request.Context(), c.Param("provider"), caller(c).ID); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// redirect sends no page, unlike Gin's: it would repeat the address.
func redirect(c *gin.Context, url string) error {
	c.Header("Location", url)
	c.Status(http.StatusFound)
	return nil
}
