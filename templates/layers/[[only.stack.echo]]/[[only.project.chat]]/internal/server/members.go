package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/room"
)

func (s *server) addMembers(private *echo.Group) {
	private.GET(rooms+"/:id/members", s.listMembers)
	private.PUT(rooms+"/:id/members/:user_id", s.addMember)
	private.DELETE(rooms+"/:id/members/:user_id", s.removeMember)
	private.POST(rooms+"/:id/invitations", s.invite)
}

func (s *server) listMembers(c *echo.Context) error {
	found, err := s.Rooms.Find(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	request, err := page.Read(c.Request(), input.Query(c.Request()), room.AsTheyJoined, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	members, err := s.Rooms.Members(c.Request().Context(), found.ID, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Response(), request, members, room.PlaceOfMember)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) addMember(c *echo.Context) error {
	err := s.Rooms.Join(c.Request().Context(), caller(c).ID, c.Param("id"), c.Param("user_id"))
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *server) removeMember(c *echo.Context) error {
	err := s.Rooms.Leave(c.Request().Context(), caller(c).ID, c.Param("id"), c.Param("user_id"))
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *server) invite(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	email, err := room.ReadInvitation(body)
	if err != nil {
		return err
	}
	if err := s.Rooms.Invite(c.Request().Context(), caller(c).ID, c.Param("id"), email); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
