package server

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/article"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
)

const articles = "/api/articles"

func (s *server) addArticles(public, readers, private *gin.RouterGroup) {
	get(private, articles+"/feed", s.try(s.feed))
	// Its path looks like that of an article.
	for _, method := range strings.Fields("CONNECT DELETE OPTIONS PATCH POST PUT QUERY TRACE") {
		public.Handle(method, articles+"/feed", s.try(func(*gin.Context) error { return failure.OnlyReadable() }))
	}
	get(readers, articles, s.try(s.listArticles))
	private.POST(articles, s.try(s.writeArticle))
	get(readers, articles+"/:slug", s.try(s.showArticle))
	private.PUT(articles+"/:slug", s.try(s.changeArticle))
	private.DELETE(articles+"/:slug", s.try(s.deleteArticle))
	private.POST(articles+"/:slug/favorite", s.try(s.like))
	private.DELETE(articles+"/:slug/favorite", s.try(s.unlike))
}

func (s *server) feed(c *gin.Context) error {
	me := caller(c).ID
	query := input.Query(c.Request)
	page := article.ReadPage(query)
	if err := query.Err(); err != nil {
		return err
	}
	list, err := s.Articles.List(c.Request.Context(), me, article.Feed(me), page)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, list)
}

func (s *server) listArticles(c *gin.Context) error {
	query := input.Query(c.Request)
	page, filter := article.ReadPage(query), article.ReadFilter(query)
	if err := query.Err(); err != nil {
		return err
	}
	list, err := s.Articles.List(c.Request.Context(), viewer(c), filter, page)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, list)
}

func (s *server) writeArticle(c *gin.Context) error {
	body, err := input.Envelope(c.Request, "article")
	if err != nil {
		return err
	}
	written, err := s.Articles.Write(c.Request.Context(), caller(c).ID, body)
	return sendArticle(c, http.StatusCreated, written, err)
}

func (s *server) showArticle(c *gin.Context) error {
	found, err := s.Articles.Read(c.Request.Context(), viewer(c), c.Param("slug"))
	return sendArticle(c, http.StatusOK, found, err)
}

func (s *server) changeArticle(c *gin.Context) error {
	own, err := s.Articles.FindOf(c.Request.Context(), caller(c).ID, c.Param("slug"))
	if err != nil {
		return err
	}
	body, err := input.Envelope(c.Request, "article")
	if err != nil {
		return err
	}
	changed, err := s.Articles.Change(c.Request.Context(), own, body)
	return sendArticle(c, http.StatusOK, changed, err)
}

func (s *server) deleteArticle(c *gin.Context) error {
	own, err := s.Articles.FindOf(c.Request.Context(), caller(c).ID, c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.Articles.Delete(c.Request.Context(), own); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (s *server) like(c *gin.Context) error {
	liked, err := s.Articles.Like(c.Request.Context(), caller(c).ID, c.Param("slug"))
	return sendArticle(c, http.StatusOK, liked, err)
}

func (s *server) unlike(c *gin.Context) error {
	unliked, err := s.Articles.Unlike(c.Request.Context(), caller(c).ID, c.Param("slug"))
	return sendArticle(c, http.StatusOK, unliked, err)
}

func sendArticle(c *gin.Context, status int, found article.Article, err error) error {
	if err != nil {
		return err
	}
	return send(c, status, map[string]article.Article{"article": found})
}

func (s *server) listTags(c *gin.Context) error {
	tags, err := s.Articles.Tags(c.Request.Context())
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, map[string][]string{"tags": tags})
}
