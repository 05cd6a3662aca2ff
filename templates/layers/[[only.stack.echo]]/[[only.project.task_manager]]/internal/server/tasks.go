package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/etag"
	"example.com/app/internal/idempotency"
	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/task"
)

func (s *server) addTasks(private *echo.Group) {
	private.GET(task.Path, s.listTasks)
	private.POST(task.Path, s.createTask)
	private.GET(task.Path+"/:id", s.showTask)
	private.PATCH(task.Path+"/:id", s.changeTask)
	private.DELETE(task.Path+"/:id", s.deleteTask)
	private.GET("/api/v1/labels", s.listLabels)
	private.GET("/api/v1/stats", s.showStats)
}

func (s *server) listTasks(c *echo.Context) error {
	query := input.Query(c.Request())
	filter := task.ReadFilter(query)
	request, err := page.Read(c.Request(), query, filter.Order, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	found, err := s.Tasks.List(c.Request().Context(), caller(c).ID, filter, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Response(), request, found, task.Place(filter.Order))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) createTask(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	given, err := task.ReadNew(body)
	if err != nil {
		return err
	}
	key, err := idempotency.ReadKey(c.Request(), caller(c).ID, given)
	if err != nil {
		return err
	}
	created, err := s.Tasks.Create(c.Request().Context(), caller(c).ID, given, key)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Location", created.Location)
	c.Response().Header().Set("ETag", created.ETag)
	return c.JSONBlob(http.StatusCreated, []byte(created.Body))
}

func (s *server) showTask(c *echo.Context) error {
	found, err := s.Tasks.Find(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", etag.Of(found.Version))
	if etag.IsKnown(c.Request(), found.Version) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSON(http.StatusOK, found)
}

func (s *server) changeTask(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	found, err := s.Tasks.Find(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := etag.Require(c.Request(), found.Version); err != nil {
		return err
	}
	changed, err := s.Tasks.Change(c.Request().Context(), caller(c).ID, found, body)
	if err != nil {
		return err
	}
	c.Response().Header().Set("ETag", etag.Of(changed.Version))
	return c.JSON(http.StatusOK, changed)
}

func (s *server) deleteTask(c *echo.Context) error {
	found, err := s.Tasks.Find(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	if err := etag.Check(c.Request(), found.Version); err != nil {
		return err
	}
	remove := s.Tasks.Delete
	if etag.IsConditional(c.Request()) {
		remove = s.Tasks.DeleteVersion
	}
	if err := remove(c.Request().Context(), found); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *server) listLabels(c *echo.Context) error {
	labels, err := s.Tasks.Labels(c.Request().Context(), caller(c).ID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"items": labels})
}

func (s *server) showStats(c *echo.Context) error {
	stats, err := s.Tasks.Stats(c.Request().Context(), caller(c).ID)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, stats)
}
