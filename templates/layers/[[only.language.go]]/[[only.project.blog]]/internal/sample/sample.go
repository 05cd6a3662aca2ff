// Package sample has sample articles: some for each guest, and a demo for development.
package sample

import (
	"context"

	"example.com/app/internal/account"
	"example.com/app/internal/article"
	"example.com/app/internal/comment"
	"example.com/app/internal/database"
)

// The titles contain the name, so that no two guests want the same slug.
var articles = []struct {
	beginning, description string
	tags                   []string
}{
	{"Hello from", "Change me, tag me, delete me.", []string{"demo"}},
	{"What you may try,", "Follow an author, like an article, answer a comment.", []string{"demo", "how-to"}},
}

// Add adds articles to an account.
func Add(ctx context.Context, tx database.Conn, user account.User) error {
	for _, each := range articles {
		draft := article.Draft{
			Title: each.beginning + " " + user.Username, Description: each.description,
			Body: "# " + each.description, TagList: each.tags,
		}
		if err := write(ctx, tx, user, user, draft, "The first comment is mine."); err != nil {
			return err
		}
	}
	return nil
}

// write adds an article that somebody likes and comments on.
func write(ctx context.Context, tx database.Conn, author, reader account.User, draft article.Draft, said string) error {
	id, err := article.Add(ctx, tx, author.ID, article.Slug(draft.Title), draft)
	if err != nil {
		return err
	}
	if err := article.Like(ctx, tx, reader.ID, id); err != nil {
		return err
	}
	_, err = comment.Add(ctx, tx, reader.ID, id, said)
	return err
}
