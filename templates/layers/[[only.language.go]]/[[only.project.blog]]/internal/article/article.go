// Package article has articles with their tags and favourites.
package article

import (
	"context"
	"errors"
	"slices"
	"time"

	"example.com/app/internal/database"
	"example.com/app/internal/failure"
	"example.com/app/internal/input"
	"example.com/app/internal/profile"
	"example.com/app/internal/text"
)

const (
	longestTitle       = 255
	longestDescription = 1000
	longestBody        = 100_000
	mostTags           = 32
	longestTag         = 64
)

// Article as a viewer sees it. Those in lists have no body.
type Article struct {
	Slug           string          `json:"slug"`
	Title          string          `json:"title"`
	Description    string          `json:"description"`
	TagList        []string        `json:"tagList"`
	CreatedAt      time.Time       `json:"createdAt"`
	UpdatedAt      time.Time       `json:"updatedAt"`
	Favorited      bool            `json:"favorited"`
	FavoritesCount int             `json:"favoritesCount"`
	Author         profile.Profile `json:"author"`
	Body           string          `json:"body,omitzero"`

	id int64
}

// Draft is what somebody writes.
type Draft struct {
	Title, Description, Body string
	TagList                  []string
}

func readDraft(body *input.Fields) (Draft, error) {
	draft := Draft{
		Title:       body.Name("title", longestTitle),
		Description: body.Text("description", 1, longestDescription),
		Body:        body.Text("body", 1, longestBody),
	}
	if body.Has("tagList") {
		draft.TagList = readTags(body)
	}
	return draft, body.Err()
}

// change has what was sent; fields that are nil stay unchanged.
type change struct {
	title, description, body *string
	tagList                  []string
}

func readChange(body *input.Fields) (change, error) {
	var c change
	if body.Has("title") {
		c.title = new(body.Name("title", longestTitle))
	}
	if body.Has("description") {
		c.description = new(body.Text("description", 1, longestDescription))
	}
	if body.Has("body") {
		c.body = new(body.Text("body", 1, longestBody))
	}
	if body.Has("tagList") {
		c.tagList = readTags(body)
	}
	return c, body.Err()
}

func readTags(body *input.Fields) []string {
	return sortedDistinct(body.Names("tagList", mostTags, longestTag))
}

// sortedDistinct sorts by code point, as the databases do, and keeps the first of tags that look the same.
func sortedDistinct(tags []string) []string {
	seen := map[string]bool{}
	distinct := []string{}
	for _, tag := range tags {
		if key := text.Compared(tag); !seen[key] {
			seen[key] = true
			distinct = append(distinct, tag)
		}
	}
	slices.Sort(distinct)
	return distinct
}

// Missing is the failure for an article that does not exist, or no longer.
func Missing() error { return failure.About(failure.NotFound, "article", "not found") }

// columns of an article, after those of its author. Their argument is the viewer, again.
const columns = profile.Columns + `,
	articles.id, articles.slug, articles.title, articles.description, articles.created_at, articles.updated_at,
	EXISTS (SELECT user_id FROM favorites WHERE article_id = articles.id AND user_id = ?),
	(SELECT count(*) FROM favorites WHERE article_id = articles.id)`

func (a *Article) fields() []any {
	return append(a.Author.Fields(),
		&a.id, &a.Slug, &a.Title, &a.Description, &a.CreatedAt, &a.UpdatedAt, &a.Favorited, &a.FavoritesCount)
}

func scanWithBody(row database.Row) (a Article, err error) {
	err = row.Scan(append(a.fields(), &a.Body)...)
	return a, err
}

func scanItem(row database.Row) (a Article, err error) {
	err = row.Scan(a.fields()...)
	return a, err
}

// read returns the current state of an article, which may have been deleted in the meantime.
func read(ctx context.Context, db database.Conn, viewerID string, id int64) (Article, error) {
	viewer := profile.Viewer(viewerID)
	found, err := database.One(ctx, db, scanWithBody,
		"SELECT "+columns+", articles.body FROM articles JOIN users ON users.id = articles.author_id WHERE articles.id = ?",
		viewer, viewer, id)
	if errors.Is(err, database.ErrNotFound) {
		return Article{}, Missing()
	}
	if err != nil {
		return Article{}, err
	}
	articles := []Article{found}
	err = addTagsTo(ctx, db, articles)
	return articles[0], err
}
