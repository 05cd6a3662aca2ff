package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/room"
)

const rooms = "/api/v1/rooms"

func (s *server) addRooms(private *echo.Group) {
	private.GET(rooms, s.listRooms)
	private.POST(rooms, s.createRoom)
	private.GET(rooms+"/:id", s.showRoom)
	private.PATCH(rooms+"/:id", s.changeRoom)
	private.DELETE(rooms+"/:id", s.deleteRoom)
}

func (s *server) listRooms(c *echo.Context) error {
	request, err := page.Read(c.Request(), input.Query(c.Request()), room.NewestFirst, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	found, err := s.Rooms.List(c.Request().Context(), caller(c).ID, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Response(), request, found, room.Place)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) createRoom(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	given, err := room.ReadNew(body)
	if err != nil {
		return err
	}
	created, err := s.Rooms.Create(c.Request().Context(), caller(c).ID, given)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Location", rooms+"/"+created.ID)
	return c.JSON(http.StatusCreated, created)
}

func (s *server) showRoom(c *echo.Context) error {
	found, err := s.Rooms.Find(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	overview, err := s.Rooms.Overview(c.Request().Context(), caller(c).ID, found)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, overview)
}

func (s *server) changeRoom(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	changed, err := s.Rooms.Change(c.Request().Context(), caller(c).ID, c.Param("id"), body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, changed)
}

func (s *server) deleteRoom(c *echo.Context) error {
	if err := s.Rooms.Delete(c.Request().Context(), caller(c).ID, c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
