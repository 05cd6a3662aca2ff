package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/answer"
	"example.com/app/internal/etag"
	"example.com/app/internal/idempotency"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/task"
)

func (s *server) addTasks(private *gin.RouterGroup) {
	get(private, task.Path, s.try(s.listTasks))
	private.POST(task.Path, s.try(s.createTask))
	get(private, task.Path+"/:id", s.try(s.showTask))
	private.PATCH(task.Path+"/:id", s.try(s.changeTask))
	private.DELETE(task.Path+"/:id", s.try(s.deleteTask))
	get(private, "/api/v1/labels", s.try(s.listLabels))
	get(private, "/api/v1/stats", s.try(s.showStats))
}

func (s *server) listTasks(c *gin.Context) error {
	query := input.Query(c.Request)
	filter := task.ReadFilter(query)
	request, err := page.Read(c.Request, query, filter.Order, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	found, err := s.Tasks.List(c.Request.Context(), caller(c).ID, filter, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Writer, request, found, task.Place(filter.Order))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, list)
}

func (s *server) createTask(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	given, err := task.ReadNew(body)
	if err != nil {
		return err
	}
	key, err := idempotency.ReadKey(c.Request, caller(c).ID, given)
	if err != nil {
		return err
	}
	created, err := s.Tasks.Create(c.Request.Context(), caller(c).ID, given, key)
	if err != nil {
		return err
	}
	c.Writer.Header().Set("Location", created.Location)
	c.Writer.Header().Set("ETag", created.ETag)
	return answer.Send(c.Writer, http.StatusCreated, "application/json", []byte(created.Body))
}

func (s *server) showTask(c *gin.Context) error {
	found, err := s.Tasks.Find(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	c.Writer.Header().Set("ETag", etag.Of(found.Version))
	if etag.IsKnown(c.Request, found.Version) {
		c.Status(http.StatusNotModified)
		return nil
	}
	return send(c, http.StatusOK, found)
}

func (s *server) changeTask(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	found, err := s.Tasks.Find(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := etag.Require(c.Request, found.Version); err != nil {
		return err
	}
	changed, err := s.Tasks.Change(c.Request.Context(), caller(c).ID, found, body)
	if err != nil {
		return err
	}
	c.Writer.Header().Set("ETag", etag.Of(changed.Version))
	return send(c, http.StatusOK, changed)
}

func (s *server) deleteTask(c *gin.Context) error {
	found, err := s.Tasks.Find(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := etag.Check(c.Request, found.Version); err != nil {
		return err
	}
	remove := s.Tasks.Delete
	if etag.IsConditional(c.Request) {
		remove = s.Tasks.DeleteVersion
	}
	if err := remove(c.Request.Context(), found); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (s *server) listLabels(c *gin.Context) error {
	labels, err := s.Tasks.Labels(c.Request.Context(), caller(c).ID)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, map[string]any{"items": labels})
}

func (s *server) showStats(c *gin.Context) error {
	stats, err := s.Tasks.Stats(c.Request.Context(), caller(c).ID)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, stats)
}
