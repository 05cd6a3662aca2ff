package server

import (
	"github.com/labstack/echo/v5"
)

// addFeatures mounts the features of this project, in the order of the API document.
func (s *server) addFeatures(public *echo.Echo, private *echo.Group) {
	s.addAccounts(public, private)
	s.addProviders(public, private)
	s.addRooms(private)
	s.addMembers(private)
	s.addMessages(private)
	s.addBroadcasting(public, private)
}
