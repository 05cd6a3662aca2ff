package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/account"
	"example.com/app/internal/input"
)

// addAccounts: the public routes are how a user gets a token.
func (s *server) addAccounts(public, private *gin.RouterGroup) {
	public.POST(account.Prefix, s.try(s.register))
	public.POST(account.Prefix+"/guest", s.try(s.guest))
	public.POST(account.Prefix+"/login", s.try(s.login))

	get(private, "/api/user", s.try(s.me))
	private.PUT("/api/user", s.try(s.changeMe))
}

func (s *server) register(c *gin.Context) error {
	body, err := input.Envelope(c.Request, "user")
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
	body, err := input.Envelope(c.Request, "user")
	if err != nil {
		return err
	}
	session, err := s.Accounts.Login(c.Request.Context(), body, s.network(c))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, session)
}

func (s *server) me(c *gin.Context) error {
	session, err := s.Accounts.Start(caller(c))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, session)
}

func (s *server) changeMe(c *gin.Context) error {
	body, err := input.Envelope(c.Request, "user")
	if err != nil {
		return err
	}
	session, err := s.Accounts.Change(c.Request.Context(), caller(c), body)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, session)
}
