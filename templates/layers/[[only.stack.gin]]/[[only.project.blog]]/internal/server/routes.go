package server

import (
	"github.com/gin-gonic/gin"

	"example.com/app/internal/account"
)

// addFeatures mounts the features of this project, in the order of the API document. Anyone can use the routes of
// `readers`, even with an old token.
func (s *server) addFeatures(public, private *gin.RouterGroup) {
	readers := public.Group("", s.identified)
	s.addAccounts(public, private)
	s.addProviders(public, private)
	s.addProfiles(readers, private)
	s.addArticles(public, readers, private)
	s.addComments(readers, private)
	get(public, "/api/tags", s.try(s.listTags))
}

// identified is the middleware of routes that a token is optional for.
func (s *server) identified(c *gin.Context) {
	s.try(func(c *gin.Context) (err error) {
		r, err := s.Accounts.Identify(c.Request)
		if err == nil {
			c.Request = r
		}
		return err
	})(c)
}

// viewer is the id of a reader who is signed in, or empty.
func viewer(c *gin.Context) string { return account.Viewer(c.Request.Context()) }
