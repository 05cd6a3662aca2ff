package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/profile"
)

func (s *server) addProfiles(readers, private *gin.RouterGroup) {
	get(readers, "/api/profiles/:username", s.try(s.showProfile))
	private.POST("/api/profiles/:username/follow", s.try(s.follow))
	private.DELETE("/api/profiles/:username/follow", s.try(s.unfollow))
}

func (s *server) showProfile(c *gin.Context) error {
	found, err := s.Profiles.Find(c.Request.Context(), viewer(c), c.Param("username"))
	return sendProfile(c, found, err)
}

func (s *server) follow(c *gin.Context) error {
	followed, err := s.Profiles.Follow(c.Request.Context(), caller(c).ID, c.Param("username"))
	return sendProfile(c, followed, err)
}

func (s *server) unfollow(c *gin.Context) error {
	unfollowed, err := s.Profiles.Unfollow(c.Request.Context(), caller(c).ID, c.Param("username"))
	return sendProfile(c, unfollowed, err)
}

func sendProfile(c *gin.Context, found profile.Profile, err error) error {
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, map[string]profile.Profile{"profile": found})
}
