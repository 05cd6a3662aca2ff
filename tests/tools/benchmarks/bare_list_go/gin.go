package main

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"
)

func route(list func(context.Context) (any, error)) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.GET("/", func(c *gin.Context) {
		found, err := list(c.Request.Context())
		if err != nil {
			c.AbortWithStatus(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusOK, found)
	})
	return engine
}
