// Package server translates between HTTP and the domain, with Gin.
package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"example.com/app/internal/account"
	"example.com/app/internal/answer"
	"example.com/app/internal/app"
	"example.com/app/internal/failure"
	"example.com/app/internal/request"
)

// server has the handlers of all routes.
type server struct {
	*app.App
	proxies request.Proxies
	errors  answer.Errors
}

// New builds the handler of all requests, from the outermost layer inwards.
func New(a *app.App) http.Handler {
	s := &server{App: a, proxies: a.Settings.TrustedProxies, errors: answer.Errors{Logger: a.Logger}}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	// A path has one spelling, and methods that it does not allow are not unknown.
	engine.RedirectTrailingSlash = false
	engine.HandleMethodNotAllowed = true
	engine.NoRoute(s.try(func(*gin.Context) error { return failure.Missing() }))
	engine.NoMethod(s.try(refuseMethod))
	s.addPages(engine.Group(""))
	s.addFeatures(engine.Group(""), engine.Group("", s.signedIn))

	return request.Chain(engine,
		request.Follow(a.Logger, s.errors.Fail),
		request.ReadTarget(s.errors.Fail),
		request.NoStore(tokens),
		crossOrigin.Allow(a.Settings.CORSOrigins),
		request.ReadBody(s.errors.Fail),
	)
}

func (s *server) addPages(public *gin.RouterGroup) {
	get(public, "/healthz", s.try(func(c *gin.Context) error { return send(c, http.StatusOK, healthy) }))
	get(public, "/readyz", s.try(s.ready))
	get(public, "/", s.plain(s.Web.Home))
	get(public, "/web/:name", s.try(func(c *gin.Context) error { return s.Web.File(c.Writer, c.Request, c.Param("name")) }))
	get(public, "/openapi.json", s.plain(s.Web.Contract))
	get(public, "/docs", s.plain(s.Web.Docs))
	for _, name := range []string{"start.js", "swagger-ui-bundle.js", "swagger-ui.css"} {
		get(public, "/docs/"+name, s.plain(s.Web.DocsFile(name)))
	}
}

var healthy = map[string]string{"status": "ok"}

func (s *server) ready(c *gin.Context) error {
	if err := s.Ready(c.Request.Context()); err != nil {
		return err
	}
	return send(c, http.StatusOK, healthy)
}

// get adds a route that also answers HEAD, for which net/http leaves the body out.
func get(routes *gin.RouterGroup, path string, handle gin.HandlerFunc) {
	routes.Match([]string{http.MethodGet, http.MethodHead}, path, handle)
}

// try lets a handler return its error, which Gin's handlers do not.
func (s *server) try(handle func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := handle(c); err != nil {
			c.Abort()
			s.errors.Fail(c.Writer, c.Request, err)
		}
	}
}

// plain adapts a handler that needs nothing from Gin.
func (s *server) plain(handle func(http.ResponseWriter, *http.Request) error) gin.HandlerFunc {
	return s.try(func(c *gin.Context) error { return handle(c.Writer, c.Request) })
}

// signedIn is the middleware of all routes that need an access token.
func (s *server) signedIn(c *gin.Context) {
	s.try(func(c *gin.Context) error {
		user, err := s.Accounts.Authenticate(c.Request)
		if err != nil {
			return err
		}
		c.Request = c.Request.WithContext(account.NewContext(c.Request.Context(), user))
		return nil
	})(c)
}

// caller is the user who sent the request.
func caller(c *gin.Context) account.User { return account.FromContext(c.Request.Context()) }

// network identifies the client for rate limits.
func (s *server) network(c *gin.Context) string { return s.proxies.Network(c.Request) }

// send writes times with milliseconds, and the length of the body.
func send(c *gin.Context, status int, value any) error {
	body, err := answer.Encode(value)
	if err != nil {
		return err
	}
	return answer.Send(c.Writer, status, "application/json", body)
}

// refuseMethod repeats the methods that Gin has found.
func refuseMethod(c *gin.Context) error {
	methods := strings.Split(c.Writer.Header().Get("Allow"), ", ")
	slices.Sort(methods)
	refused := failure.New(failure.MethodNotAllowed, "This path allows %s.", strings.Join(methods, ", "))
	refused.Methods = methods
	return refused
}
