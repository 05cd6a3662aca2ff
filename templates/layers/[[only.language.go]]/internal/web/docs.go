package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json/v2"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/swaggest/swgui/v5/static"
	"go.yaml.in/yaml/v3"

	"example.com/app"
	"example.com/app/internal/answer"
)

// docsPolicy also allows the images that the style sheet of Swagger UI contains.
const docsPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`

const docsStart = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
});
`

// docs is the contract as JSON, and an interactive API reference that works offline.
type docs struct {
	contract []byte
	// assets are unpacked when they are first requested, because that takes longer than everything else at the start.
	assets map[string]func() ([]byte, error)
}

func newDocs() (docs, error) {
	contract, err := contract()
	assets := map[string]func() ([]byte, error){
		"start.js": func() ([]byte, error) { return []byte(docsStart), nil },
	}
	for _, name := range []string{"swagger-ui-bundle.js", "swagger-ui.css"} {
		assets[name] = sync.OnceValues(func() ([]byte, error) { return unpacked(name) })
	}
	return docs{contract, assets}, err
}

func contract() ([]byte, error) {
	text, err := app.Files.ReadFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	var document map[string]any
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	return json.Marshal(document, json.Deterministic(true))
}

func unpacked(name string) ([]byte, error) {
	packed, err := static.FS.ReadFile(name + ".gz")
	if err != nil {
		return nil, err
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", name, err)
	}
	return io.ReadAll(reader)
}

// Contract is the API document.
func (web *Web) Contract(w http.ResponseWriter, _ *http.Request) error {
	return answer.Send(w, http.StatusOK, "application/json", web.docs.contract)
}

// Docs is the page of the API reference.
func (web *Web) Docs(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Security-Policy", docsPolicy)
	return answer.Send(w, http.StatusOK, mediaTypes[".html"], []byte(docsPage))
}

// DocsFile returns a handler for a file of that page.
func (web *Web) DocsFile(name string) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		asset, err := web.docs.assets[name]()
		if err != nil {
			return err
		}
		return web.send(w, r, name, asset)
	}
}
