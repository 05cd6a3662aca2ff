package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/idempotency"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/room"
)

func (s *server) addMessages(private *echo.Group) {
	private.GET(rooms+"/:id/messages", s.listMessages)
	private.POST(rooms+"/:id/messages", s.sendMessage)
	private.PUT(rooms+"/:id/read", s.markRead)
	private.GET(room.MessagePath+"/:id", s.showMessage)
	private.PATCH(room.MessagePath+"/:id", s.editMessage)
	private.DELETE(room.MessagePath+"/:id", s.deleteMessage)
}

func (s *server) listMessages(c *echo.Context) error {
	found, err := s.Rooms.FindJoined(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	query := input.Query(c.Request())
	between := room.ReadRange(query)
	request, err := page.Read(c.Request(), query, room.NewestFirst, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	messages, err := s.Rooms.Messages(c.Request().Context(), found.ID, between, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Response(), request, messages, room.PlaceOfMessage)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) sendMessage(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	written, err := room.ReadBody(body)
	if err != nil {
		return err
	}
	found, err := s.Rooms.FindJoined(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	key, err := idempotency.ReadKey(c.Request(), caller(c).ID, []string{found.ID, written})
	if err != nil {
		return err
	}
	sent, err := s.Rooms.Send(c.Request().Context(), caller(c), found, written, key)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Location", sent.Location)
	return c.JSONBlob(http.StatusCreated, []byte(sent.Body))
}

func (s *server) markRead(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	messageID, err := room.ReadMark(body)
	if err != nil {
		return err
	}
	found, err := s.Rooms.FindJoined(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.Rooms.MarkRead(c.Request().Context(), caller(c).ID, found, messageID); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *server) showMessage(c *echo.Context) error {
	found, err := s.Rooms.FindMessage(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, found)
}

func (s *server) editMessage(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	written, err := room.ReadBody(body)
	if err != nil {
		return err
	}
	edited, err := s.Rooms.Edit(c.Request().Context(), caller(c).ID, c.Param("id"), written)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, edited)
}

func (s *server) deleteMessage(c *echo.Context) error {
	if err := s.Rooms.DeleteMessage(c.Request().Context(), caller(c).ID, c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
