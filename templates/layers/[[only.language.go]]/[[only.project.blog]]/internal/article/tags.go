package article

import (
	"context"
	"strings"

	"example.com/app/internal/database"
)

// Tags returns the tags of all articles, sorted.
func (s *Store) Tags(ctx context.Context) ([]string, error) {
	tags, err := database.All(ctx, s.db.Conn, database.Scan[string], `
		SELECT name FROM tags WHERE EXISTS (SELECT tag_id FROM article_tags WHERE tag_id = tags.id) ORDER BY name`)
	if tags == nil {
		tags = []string{}
	}
	return tags, err
}

type tag struct {
	articleID int64
	name      string
}

func scanTag(row database.Row) (t tag, err error) {
	err = row.Scan(&t.articleID, &t.name)
	return t, err
}

// addTagsTo reads the tags of several articles in one query.
func addTagsTo(ctx context.Context, db database.Conn, articles []Article) error {
	if len(articles) == 0 {
		return nil
	}
	byID := map[int64]*Article{}
	ids := make([]any, len(articles))
	for i := range articles {
		articles[i].TagList = []string{}
		byID[articles[i].id], ids[i] = &articles[i], articles[i].id
	}
	tags, err := database.All(ctx, db, scanTag, `
		SELECT article_id, name FROM article_tags JOIN tags ON tags.id = tag_id
		WHERE article_id IN `+database.In(len(ids))+` ORDER BY name`, ids...)
	for _, each := range tags {
		byID[each.articleID].TagList = append(byID[each.articleID].TagList, each.name)
	}
	return err
}

// addTags expects sorted names, so that concurrent writers cannot deadlock.
func addTags(ctx context.Context, tx database.Conn, id int64, names []string) error {
	if len(names) == 0 {
		return nil
	}
	args := make([]any, len(names))
	for i, name := range names {
		args[i] = name
	}
	rows := strings.TrimSuffix(strings.Repeat("(?), ", len(names)), ", ")
	if err := tx.InsertMissing(ctx, "INSERT INTO tags (name) VALUES "+rows, args...); err != nil {
		return err
	}
	_, err := tx.Exec(ctx,
		"INSERT INTO article_tags (article_id, tag_id) SELECT articles.id, tags.id FROM articles, tags "+
			"WHERE articles.id = ? AND tags.name IN "+database.In(len(names)), append([]any{id}, args...)...)
	return err
}
