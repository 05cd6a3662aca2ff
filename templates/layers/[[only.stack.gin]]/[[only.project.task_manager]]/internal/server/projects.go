package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/input"
	"example.com/app/internal/page"
	"example.com/app/internal/project"
)

const projects = "/api/v1/projects"

func (s *server) addProjects(private *gin.RouterGroup) {
	get(private, projects, s.try(s.listProjects))
	private.POST(projects, s.try(s.createProject))
	get(private, projects+"/:id", s.try(s.showProject))
	private.PATCH(projects+"/:id", s.try(s.changeProject))
	private.DELETE(projects+"/:id", s.try(s.deleteProject))
}

func (s *server) listProjects(c *gin.Context) error {
	request, err := page.Read(c.Request, input.Query(c.Request), project.NewestFirst, s.Settings.SecretKey)
	if err != nil {
		return err
	}
	found, err := s.Projects.List(c.Request.Context(), caller(c).ID, request)
	if err != nil {
		return err
	}
	list, err := page.Of(c.Writer, request, found, project.Place)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, list)
}

func (s *server) createProject(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	created, err := s.Projects.Create(c.Request.Context(), caller(c).ID, body)
	if err != nil {
		return err
	}
	c.Writer.Header().Set("Location", projects+"/"+created.ID)
	return send(c, http.StatusCreated, created)
}

func (s *server) showProject(c *gin.Context) error {
	found, err := s.Projects.Find(c.Request.Context(), caller(c).ID, c.Param("id"))
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, found)
}

func (s *server) changeProject(c *gin.Context) error {
	body, err := input.Body(c.Request)
	if err != nil {
		return err
	}
	changed, err := s.Projects.Change(c.Request.Context(), caller(c).ID, c.Param("id"), body)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, changed)
}

func (s *server) deleteProject(c *gin.Context) error {
	if err := s.Projects.Delete(c.Request.Context(), caller(c).ID, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
