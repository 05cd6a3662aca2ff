-- +goose Up

CREATE TABLE articles (
    -- It increases, so that the newest article has the highest one.
    id {{.Counter}},
    author_id {{.ID}} NOT NULL,
    slug {{.Text 300}} NOT NULL UNIQUE,
    title {{.Text 255}} NOT NULL,
    description {{.Text 1000}} NOT NULL,
    body {{.LongText}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX articles_by_author ON articles (author_id, id);

CREATE TABLE tags (
    id {{.Counter}},
    name {{.Text 64}} NOT NULL UNIQUE
);

CREATE TABLE article_tags (
    article_id BIGINT NOT NULL,
    tag_id BIGINT NOT NULL,
    PRIMARY KEY (article_id, tag_id),
    FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
);
CREATE INDEX article_tags_by_tag ON article_tags (tag_id, article_id);

CREATE TABLE favorites (
    article_id BIGINT NOT NULL,
    user_id {{.ID}} NOT NULL,
    PRIMARY KEY (article_id, user_id),
    FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX favorites_by_user ON favorites (user_id, article_id);

CREATE TABLE comments (
    id {{.Counter}},
    article_id BIGINT NOT NULL,
    author_id {{.ID}} NOT NULL,
    body {{.LongText}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL,
    FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX comments_by_article ON comments (article_id, id);
CREATE INDEX comments_by_author ON comments (author_id);

-- +goose Down

DROP TABLE comments;
DROP TABLE favorites;
DROP TABLE article_tags;
DROP TABLE tags;
DROP TABLE articles;
