package server

import (
	"github.com/labstack/echo/v5"

	"example.com/app/internal/account"
)

// addFeatures mounts the features of this project, in the order of the API document. Anyone can use the routes of
// `readers`, even with an old token.
func (s *server) addFeatures(public *echo.Echo, private *echo.Group) {
	readers := public.Group("", s.identified)
	s.addAccounts(public, private)
	s.addProviders(public, private)
	s.addProfiles(readers, private)
	s.addArticles(public, readers, private)
	s.addComments(readers, private)
	public.GET("/api/tags", s.listTags)
}

// identified is the middleware of routes that a token is optional for.
func (s *server) identified(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c *echo.Context) error {
		r, err := s.Accounts.Identify(c.Request())
		if err != nil {
			return err
		}
		c.SetRequest(r)
		return next(c)
	}
}

// viewer is the id of a reader who is signed in, or empty.
func viewer(c *echo.Context) string { return account.Viewer(c.Request().Context()) }
