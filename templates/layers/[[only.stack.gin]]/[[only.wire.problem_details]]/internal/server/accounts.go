package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/account"
	"example.com/app/internal/input"
)

// addAccounts: the public routes are how a user gets an access token.
func (s *server) addAccounts(public, private *gin.RouterGroup) {
	public.POST(account.Prefix+"/register", s.try(s.register))
	public.POST(account.Prefix+"/guest", s.try(s.guest))
	public.POST(account.Prefix+"/login", s.try(s.login))
	public.POST(account.Prefix+"/refresh", s.try(s.refresh))
	public.POST(account.Prefix+"/logout", s.try(s.logout))

	get(private, "/api/v1/me", s.try(s.me))
	private.PATCH("/api/v1/me", s.try(s.changeMe))
}

func (s *server) register(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	session, err := s.Accounts.Register(c.Request.Context(), body, s.network(c))
	if err != nil {
		return err
	}
	return send(c, http.StatusCreated, session)
}

func (s *server) guest(c *gin.Context) error {
	session, err := s.Accounts.Guest(c.Request.Context(), s.network(c))
	if err != nil {
		return err
	}
	return send(c, http.StatusCreated, session)
}

func (s *server) login(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	session, err := s.Accounts.Login(c.Request.Context(), body, s.network(c))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, session)
}

func (s *server) refresh(c *gin.Context) error {
	token, err := refreshToken(c)
	if err != nil {
		return err
	}
	session, err := s.Accounts.Refresh(c.Request.Context(), token)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, session)
}

func (s *server) logout(c *gin.Context) error {
	token, err := refreshToken(c)
	if err != nil {
		return err
	}
	if err := s.Accounts.Logout(c.Request.Context(), token); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func refreshToken(c *gin.Context) (string, error) {
	body, err := input.Body(c.Request)
	if err != nil {
		return "", err
	}
	return account.ReadRefreshToken(body)
}

func (s *server) me(c *gin.Context) error {
	return send(c, http.StatusOK, caller(c))
}

func (s *server) changeMe(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	user, err := s.Accounts.Rename(c.Request.Context(), caller(c), body)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, user)
}
