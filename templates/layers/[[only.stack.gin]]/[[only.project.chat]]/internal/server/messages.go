package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/answer"
	"example.com/app/internal/idempotency"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/room"
)

func (s *server) addMessages(private *gin.RouterGroup) {
	get(private, rooms+"/:id/messages", s.try(s.listMessages))
	private.POST(rooms+"/:id/messages", s.try(s.sendMessage))
	private.PUT(rooms+"/:id/read", s.try(s.markRead))
	get(private, room.MessagePath+"/:id", s.try(s.showMessage))
	private.PATCH(room.MessagePath+"/:id", s.try(s.editMessage))
	private.DELETE(room.MessagePath+"/:id", s.try(s.deleteMessage))
}

func (s *server) listMessages(c *gin.Context) error {
	found, err := s.Rooms.FindJoined(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	query := input.Query(c.Request)
	between := room.ReadRange(query)
	request, err := page.Read(c.Request, query, room.NewestFirst, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	messages, err := s.Rooms.Messages(c.Request.Context(), found.ID, between, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Writer, request, messages, room.PlaceOfMessage)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, list)
}

func (s *server) sendMessage(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	written, err := room.ReadBody(body)
	if err != nil {
		return err
	}
	found, err := s.Rooms.FindJoined(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	key, err := idempotency.ReadKey(c.Request, caller(c).ID, []string{found.ID, written})
	if err != nil {
		return err
	}
	sent, err := s.Rooms.Send(c.Request.Context(), caller(c), found, written, key)
	if err != nil {
		return err
	}
	c.Writer.Header().Set("Location", sent.Location)
	return answer.Send(c.Writer, http.StatusCreated, "application/json", []byte(sent.Body))
}

func (s *server) markRead(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	messageID, err := room.ReadMark(body)
	if err != nil {
		return err
	}
	found, err := s.Rooms.FindJoined(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := s.Rooms.MarkRead(c.Request.Context(), caller(c).ID, found, messageID); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (s *server) showMessage(c *gin.Context) error {
	found, err := s.Rooms.FindMessage(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, found)
}

func (s *server) editMessage(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	written, err := room.ReadBody(body)
	if err != nil {
		return err
	}
	edited, err := s.Rooms.Edit(c.Request.Context(), caller(c).ID, c.Param("id"), written)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, edited)
}

func (s *server) deleteMessage(c *gin.Context) error {
	if err := s.Rooms.DeleteMessage(c.Request.Context(), caller(c).ID, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
