package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/comment"
	"example.com/app/internal/input"
)

const comments = articles + "/:slug/comments"

func (s *server) addComments(readers, private *echo.Group) {
	readers.GET(comments, s.listComments)
	private.POST(comments, s.writeComment)
	private.DELETE(comments+"/:id", s.deleteComment)
}

func (s *server) listComments(c *echo.Context) error {
	article, err := s.Articles.Find(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	found, err := s.Comments.List(c.Request().Context(), viewer(c), article.ID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string][]comment.Comment{"comments": found})
}

func (s *server) writeComment(c *echo.Context) error {
	article, err := s.Articles.Find(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	body, err := input.Envelope(c.Request(), "comment")
	if err != nil {
		return err
	}
	written, err := s.Comments.Write(c.Request().Context(), caller(c).ID, article.ID, body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]comment.Comment{"comment": written})
}

func (s *server) deleteComment(c *echo.Context) error {
	article, err := s.Articles.Find(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.Comments.Delete(c.Request().Context(), caller(c).ID, article.ID, c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
