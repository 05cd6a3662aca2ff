package server

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"example.com/app/internal/article"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
)

const articles = "/api/articles"

func (s *server) addArticles(public *echo.Echo, readers, private *echo.Group) {
	private.GET(articles+"/feed", s.feed)
	// Its path looks like that of an article.
	public.Any(articles+"/feed", func(*echo.Context) error { return failure.OnlyReadable() })
	readers.GET(articles, s.listArticles)
	private.POST(articles, s.writeArticle)
	readers.GET(articles+"/:slug", s.showArticle)
	private.PUT(articles+"/:slug", s.changeArticle)
	private.DELETE(articles+"/:slug", s.deleteArticle)
	private.POST(articles+"/:slug/favorite", s.like)
	private.DELETE(articles+"/:slug/favorite", s.unlike)
}

func (s *server) feed(c *echo.Context) error {
	me := caller(c).ID
	query := input.Query(c.Request())
	page := article.ReadPage(query)
	if err := query.Err(); err != nil {
		return err
	}
	list, err := s.Articles.List(c.Request().Context(), me, article.Feed(me), page)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) listArticles(c *echo.Context) error {
	query := input.Query(c.Request())
	page, filter := article.ReadPage(query), article.ReadFilter(query)
	if err := query.Err(); err != nil {
		return err
	}
	list, err := s.Articles.List(c.Request().Context(), viewer(c), filter, page)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, list)
}

func (s *server) writeArticle(c *echo.Context) error {
	body, err := input.Envelope(c.Request(), "article")
	if err != nil {
		return err
	}
	written, err := s.Articles.Write(c.Request().Context(), caller(c).ID, body)
	return sendArticle(c, http.StatusCreated, written, err)
}

func (s *server) showArticle(c *echo.Context) error {
	found, err := s.Articles.Read(c.Request().Context(), viewer(c), c.Param("slug"))
	return sendArticle(c, http.StatusOK, found, err)
}

func (s *server) changeArticle(c *echo.Context) error {
	own, err := s.Articles.FindOf(c.Request().Context(), caller(c).ID, c.Param("slug"))
	if err != nil {
		return err
	}
	body, err := input.Envelope(c.Request(), "article")
	if err != nil {
		return err
	}
	changed, err := s.Articles.Change(c.Request().Context(), own, body)
	return sendArticle(c, http.StatusOK, changed, err)
}

func (s *server) deleteArticle(c *echo.Context) error {
	own, err := s.Articles.FindOf(c.Request().Context(), caller(c).ID, c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.Articles.Delete(c.Request().Context(), own); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *server) like(c *echo.Context) error {
	liked, err := s.Articles.Like(c.Request().Context(), caller(c).ID, c.Param("slug"))
	return sendArticle(c, http.StatusOK, liked, err)
}

func (s *server) unlike(c *echo.Context) error {
	unliked, err := s.Articles.Unlike(c.Request().Context(), caller(c).ID, c.Param("slug"))
	return sendArticle(c, http.StatusOK, unliked, err)
}

func sendArticle(c *echo.Context, status int, found article.Article, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(status, map[string]article.Article{"article": found})
}

func (s *server) listTags(c *echo.Context) error {
	tags, err := s.Articles.Tags(c.Request().Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string][]string{"tags": tags})
}
