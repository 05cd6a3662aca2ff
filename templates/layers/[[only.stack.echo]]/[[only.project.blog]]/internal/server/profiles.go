package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/profile"
)

func (s *server) addProfiles(readers, private *echo.Group) {
	readers.GET("/api/profiles/:username", s.showProfile)
	private.POST("/api/profiles/:username/follow", s.follow)
	private.DELETE("/api/profiles/:username/follow", s.unfollow)
}

func (s *server) showProfile(c *echo.Context) error {
	found, err := s.Profiles.Find(c.Request().Context(), viewer(c), c.Param("username"))
	return sendProfile(c, found, err)
}

func (s *server) follow(c *echo.Context) error {
	followed, err := s.Profiles.Follow(c.Request().Context(), caller(c).ID, c.Param("username"))
	return sendProfile(c, followed, err)
}

func (s *server) unfollow(c *echo.Context) error {
	unfollowed, err := s.Profiles.Unfollow(c.Request().Context(), caller(c).ID, c.Param("username"))
	return sendProfile(c, unfollowed, err)
}

func sendProfile(c *echo.Context, found profile.Profile, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]profile.Profile{"profile": found})
}
