package server

import (
	"github.com/gin-gonic/gin"
)

// addFeatures mounts the features of this project, in the order of the API document.
func (s *server) addFeatures(public, private *gin.RouterGroup) {
	s.addAccounts(public, private)
	s.addProviders(public, private)
	s.addRooms(private)
	s.addMembers(private)
	s.addMessages(private)
	s.addBroadcasting(public, private)
}
