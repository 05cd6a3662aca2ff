package main

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"
)

func route(list func(context.Context) (any, error)) http.Handler {
	e := echo.New()
	e.GET("/", func(c *echo.Context) error {
		found, err := list(c.Request().Context())
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, found)
	})
	return e
}
