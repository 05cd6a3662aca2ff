package article

import (
	"context"
	"strings"

	"example.com/app/internal/database"
	"example.com/app/internal/input"
	"example.com/app/internal/profile"
)

// List is a page of articles, and how many there are on all pages.
type List struct {
	Articles      []Article `json:"articles"`
	ArticlesCount int       `json:"articlesCount"`
}

// Page says which articles of a list to return.
type Page struct {
	limit, offset int
}

// ReadPage reads the parameters of a page.
func ReadPage(parameters *input.Parameters) Page {
	return Page{parameters.Limit(), parameters.Offset()}
}

// Filter says which articles to list.
type Filter struct {
	conditions []string
	args       []any
}

// ReadFilter reads the parameters that each name what an article has to have.
func ReadFilter(parameters *input.Parameters) Filter {
	var filter Filter
	for _, each := range []struct{ parameter, condition string }{
		{"tag", "articles.id IN (SELECT article_id FROM article_tags JOIN tags ON tags.id = tag_id WHERE tags.name = ?)"},
		{"author", "author_id = (SELECT id FROM users WHERE username = ?)"},
		{"favorited", `articles.id IN (
			SELECT article_id FROM favorites WHERE user_id = (SELECT id FROM users WHERE username = ?))`},
	} {
		if value := parameters.Text(each.parameter, 64); parameters.Has(each.parameter) {
			filter.add(each.condition, value)
		}
	}
	return filter
}

// Feed has the articles by those whom a user follows.
func Feed(userID string) Filter {
	var filter Filter
	filter.add("author_id IN (SELECT followed_id FROM follows WHERE follower_id = ?)", userID)
	return filter
}

func (f *Filter) add(condition string, arg any) {
	f.conditions = append(f.conditions, condition)
	f.args = append(f.args, arg)
}

func (f Filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(f.conditions, " AND ")
}

// List returns a page of articles, newest first. It selects their ids first, so that nothing is counted for articles that
// are not on the page.
func (s *Store) List(ctx context.Context, viewerID string, filter Filter, page Page) (List, error) {
	viewer := profile.Viewer(viewerID)
	args := append([]any{viewer, viewer}, filter.args...)
	found, err := database.All(ctx, s.db.Conn, scanItem, `
		SELECT `+columns+` FROM (
			SELECT articles.id FROM articles`+filter.where()+` ORDER BY articles.id DESC LIMIT ? OFFSET ?
		) AS page
		JOIN articles ON articles.id = page.id
		JOIN users ON users.id = articles.author_id
		ORDER BY articles.id DESC`, append(args, page.limit, page.offset)...)
	if err != nil {
		return List{}, err
	}
	if err := addTagsTo(ctx, s.db.Conn, found); err != nil {
		return List{}, err
	}
	count, err := database.One(ctx, s.db.Conn, database.Scan[int],
		"SELECT count(*) FROM articles"+filter.where(), filter.args...)
	return List{append([]Article{}, found...), count}, err
}
