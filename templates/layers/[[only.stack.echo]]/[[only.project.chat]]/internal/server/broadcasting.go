package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/broadcasting"
	"example.com/app/internal/input"
)

// addBroadcasting: subscriptions of the WebSocket are authorized over HTTP.
func (s *server) addBroadcasting(public *echo.Echo, private *echo.Group) {
	public.GET("/api/v1/broadcasting/config", s.showBroadcastingConfig)
	private.POST("/api/v1/broadcasting/auth", s.authorizeSubscription)
	public.GET("/app/:key", s.connect)
}

func (s *server) showBroadcastingConfig(c *echo.Context) error {
	return c.JSON(http.StatusOK, s.Broadcasting.Config())
}

func (s *server) authorizeSubscription(c *echo.Context) error {
	body, err := input.Form(c.Request())
	if err != nil {
		return err
	}
	request, err := broadcasting.ReadRequest(body)
	if err != nil {
		return err
	}
	authorization, err := s.Broadcasting.Authorize(c.Request().Context(), caller(c), request)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, authorization)
}

func (s *server) connect(c *echo.Context) error {
	return s.WebSockets.Serve(c.Response(), c.Request(), c.Param("key"))
}
