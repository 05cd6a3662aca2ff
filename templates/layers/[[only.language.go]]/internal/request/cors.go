package request

import (
	"net/http"
	"slices"
	"strings"
)

// CORS is what pages of other origins may do.
type CORS struct {
	// Methods, and the headers that pages may send and read.
	Methods, Allowed, Exposed []string
}

// Allow lets browsers share responses only with these origins.
func (c CORS) Allow(origins []string) Middleware {
	return func(next http.Handler) http.Handler {
		if len(origins) == 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			header := w.Header()
			header.Add("Vary", "Origin")
			origin := r.Header.Get("Origin")
			if !slices.Contains(origins, origin) {
				next.ServeHTTP(w, r)
				return
			}
			header.Set("Access-Control-Allow-Origin", origin)
			header.Set("Access-Control-Expose-Headers", strings.Join(c.Exposed, ", "))
			// Other OPTIONS requests are handled by the route.
			if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
				next.ServeHTTP(w, r)
				return
			}
			header.Add("Vary", "Access-Control-Request-Headers")
			header.Set("Access-Control-Allow-Methods", strings.Join(c.Methods, ", "))
			header.Set("Access-Control-Allow-Headers", strings.Join(c.Allowed, ", "))
			header.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
		})
	}
}
