// Package server translates between HTTP and the domain, with Echo.
package server

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v5"

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
}

// New builds the handler of all requests, from the outermost layer inwards.
func New(a *app.App) http.Handler {
	s := &server{App: a, proxies: a.Settings.TrustedProxies}
	e := echo.NewWithConfig(echo.Config{
		HTTPErrorHandler: s.fail,
		JSONSerializer:   serializer{},
		Router: echo.NewRouter(echo.RouterConfig{
			AutoHandleHEAD:            true,
			UseEscapedPathForMatching: true,
			MethodNotAllowedHandler:   refuseMethod,
			OptionsMethodHandler:      refuseMethod,
		}),
		// A method that a path does not allow is 405 without signing in, too.
		NoGroupAutoRegister404Routes: true,
	})
	s.addPages(e)
	s.addFeatures(e, e.Group("", s.signedIn))

	fail := answer.Errors{Logger: a.Logger}.Fail
	return request.Chain(e,
		request.Follow(a.Logger, fail),
		request.ReadTarget(fail),
		request.NoStore(tokens),
		crossOrigin.Allow(a.Settings.CORSOrigins),
		request.ReadBody(fail),
	)
}

func (s *server) addPages(e *echo.Echo) {
	e.GET("/healthz", func(c *echo.Context) error { return c.JSON(http.StatusOK, healthy) })
	e.GET("/readyz", s.ready)
	e.GET("/", plain(s.Web.Home))
	e.GET("/web/:name", func(c *echo.Context) error { return s.Web.File(c.Response(), c.Request(), c.Param("name")) })
	e.GET("/openapi.json", plain(s.Web.Contract))
	e.GET("/docs", plain(s.Web.Docs))
	for _, name := range []string{"start.js", "swagger-ui-bundle.js", "swagger-ui.css"} {
		e.GET("/docs/"+name, plain(s.Web.DocsFile(name)))
	}
}

var healthy = map[string]string{"status": "ok"}

func (s *server) ready(c *echo.Context) error {
	if err := s.Ready(c.Request().Context()); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, healthy)
}

// plain adapts a handler that needs nothing from Echo.
func plain(handle func(http.ResponseWriter, *http.Request) error) echo.HandlerFunc {
	return func(c *echo.Context) error { return handle(c.Response(), c.Request()) }
}

// signedIn is the middleware of all routes that need an access token.
func (s *server) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c *echo.Context) error {
		user, err := s.Accounts.Authenticate(c.Request())
		if err != nil {
			return err
		}
		r := c.Request()
		c.SetRequest(r.WithContext(account.NewContext(r.Context(), user)))
		return next(c)
	}
}

// caller is the user who sent the request.
func caller(c *echo.Context) account.User { return account.FromContext(c.Request().Context()) }

// network identifies the client for rate limits.
func (s *server) network(c *echo.Context) string { return s.proxies.Network(c.Request()) }

// fail translates Echo's errors, and sends the response for every error.
func (s *server) fail(c *echo.Context, err error) {
	if sent, _ := echo.UnwrapResponse(c.Response()); sent != nil && sent.Committed {
		return
	}
	var coded echo.HTTPStatusCoder
	if errors.As(err, &coded) && coded.StatusCode() == http.StatusNotFound {
		err = failure.Missing()
	}
	answer.Errors{Logger: s.Logger}.Fail(c.Response(), c.Request(), err)
}

// refuseMethod does not list OPTIONS, which only works for preflights.
func refuseMethod(c *echo.Context) error {
	allowed, _ := c.Get(echo.ContextKeyHeaderAllow).(string)
	methods := slices.DeleteFunc(strings.Split(allowed, ", "), func(method string) bool {
		return method == http.MethodOptions || method == ""
	})
	if slices.Contains(methods, http.MethodGet) && !slices.Contains(methods, http.MethodHead) {
		methods = append(methods, http.MethodHead)
	}
	refused := failure.New(failure.MethodNotAllowed, "This path allows %s.", strings.Join(methods, ", "))
	refused.Methods = methods
	return refused
}

// serializer writes times with milliseconds, and the length of the body.
type serializer struct{ echo.DefaultJSONSerializer }

func (serializer) Serialize(c *echo.Context, value any, _ string) error {
	body, err := answer.Encode(value)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	_, err = c.Response().Write(body)
	return err
}
