package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/project"
)

const projects = "/api/v1/projects"

func (s *server) addProjects(private *echo.Group) {
	private.GET(projects, s.listProjects)
	private.POST(projects, s.createProject)
	private.GET(projects+"/:id", s.showProject)
	private.PATCH(projects+"/:id", s.changeProject)
	private.DELETE(projects+"/:id", s.deleteProject)
}

func (s *server) listProjects(c *echo.Context) error {
	request, err := page.Read(c.Request(), input.Query(c.Request()), project.NewestFirst, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	found, err := s.Projects.List(c.Request().Context(), caller(c).ID, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Response(), request, found, project.Place)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) createProject(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	created, err := s.Projects.Create(c.Request().Context(), caller(c).ID, body)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Location", projects+"/"+created.ID)
	return c.JSON(http.StatusCreated, created)
}

func (s *server) showProject(c *echo.Context) error {
	found, err := s.Projects.Find(c.Request().Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, found)
}

func (s *server) changeProject(c *echo.Context) error {
	body, err := input.Body(c.Request())
	if err != nil {
		return err
	}
	changed, err := s.Projects.Change(c.Request().Context(), caller(c).ID, c.Param("id"), body)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, changed)
}

func (s *server) deleteProject(c *echo.Context) error {
	if err := s.Projects.Delete(c.Request().Context(), caller(c).ID, c.Param("id")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
