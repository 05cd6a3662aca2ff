package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/comment"
	"example.com/app/internal/input"
)

const comments = articles + "/:slug/comments"

func (s *server) addComments(readers, private *gin.RouterGroup) {
	get(readers, comments, s.try(s.listComments))
	private.POST(comments, s.try(s.writeComment))
	private.DELETE(comments+"/:id", s.try(s.deleteComment))
}

func (s *server) listComments(c *gin.Context) error {
	article, err := s.Articles.Find(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	found, err := s.Comments.List(c.Request.Context(), viewer(c), article.ID)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, map[string][]comment.Comment{"comments": found})
}

func (s *server) writeComment(c *gin.Context) error {
	article, err := s.Articles.Find(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	body, err := input.Envelope(c.Request, "comment")
	if err != nil {
		return err
	}
	written, err := s.Comments.Write(c.Request.Context(), caller(c).ID, article.ID, body)
	if err != nil {
		return err
	}
	return send(c, http.StatusCreated, map[string]comment.Comment{"comment": written})
}

func (s *server) deleteComment(c *gin.Context) error {
	article, err := s.Articles.Find(c.Request.Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.Comments.Delete(c.Request.Context(), caller(c).ID, article.ID, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
