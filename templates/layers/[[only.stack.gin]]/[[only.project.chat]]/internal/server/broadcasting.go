package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/broadcasting"
	"example.com/app/internal/input"
)

// addBroadcasting: subscriptions of the WebSocket are authorized over HTTP.
func (s *server) addBroadcasting(public, private *gin.RouterGroup) {
	get(public, "/api/v1/broadcasting/config", s.try(s.showBroadcastingConfig))
	private.POST("/api/v1/broadcasting/auth", s.try(s.authorizeSubscription))
	get(public, "/app/:key", s.try(s.connect))
}

func (s *server) showBroadcastingConfig(c *gin.Context) error {
	return send(c, http.StatusOK, s.Broadcasting.Config())
}

func (s *server) authorizeSubscription(c *gin.Context) error {
	body, err := input.Form(c.Request)
	if err != nil {
		return err
	}
	request, err := broadcasting.ReadRequest(body)
	if err != nil {
		return err
	}
	authorization, err := s.Broadcasting.Authorize(c.Request.Context(), caller(c), request)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, authorization)
}

func (s *server) connect(c *gin.Context) error {
	return s.WebSockets.Serve(c.Writer, c.Request, c.Param("key"))
}
