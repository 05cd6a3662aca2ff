package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/room"
)

const rooms = "/api/v1/rooms"

func (s *server) addRooms(private *gin.RouterGroup) {
	get(private, rooms, s.try(s.listRooms))
	private.POST(rooms, s.try(s.createRoom))
	get(private, rooms+"/:id", s.try(s.showRoom))
	private.PATCH(rooms+"/:id", s.try(s.changeRoom))
	private.DELETE(rooms+"/:id", s.try(s.deleteRoom))
}

func (s *server) listRooms(c *gin.Context) error {
	request, err := page.Read(c.Request, input.Query(c.Request), room.NewestFirst, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	found, err := s.Rooms.List(c.Request.Context(), caller(c).ID, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Writer, request, found, room.Place)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, list)
}

func (s *server) createRoom(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	given, err := room.ReadNew(body)
	if err != nil {
		return err
	}
	created, err := s.Rooms.Create(c.Request.Context(), caller(c).ID, given)
	if err != nil {
		return err
	}
	c.Writer.Header().Set("Location", rooms+"/"+created.ID)
	return send(c, http.StatusCreated, created)
}

func (s *server) showRoom(c *gin.Context) error {
	found, err := s.Rooms.Find(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	overview, err := s.Rooms.Overview(c.Request.Context(), caller(c).ID, found)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, overview)
}

func (s *server) changeRoom(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	changed, err := s.Rooms.Change(c.Request.Context(), caller(c).ID, c.Param("id"), body)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, changed)
}

func (s *server) deleteRoom(c *gin.Context) error {
	if err := s.Rooms.Delete(c.Request.Context(), caller(c).ID, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
