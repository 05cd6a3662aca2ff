CREATE TABLE articles (
    -- It increases, so that the newest article has the highest one.
    id ${counter},
    author_id ${id} NOT NULL,
    slug VARCHAR(300) ${exact} NOT NULL UNIQUE,
    title VARCHAR(255) ${exact} NOT NULL,
    description VARCHAR(1000) ${exact} NOT NULL,
    body ${long_text} NOT NULL,
    created_at ${time} NOT NULL,
    updated_at ${time} NOT NULL,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX articles_by_author ON articles (author_id, id);

CREATE TABLE tags (
    id ${counter},
    name VARCHAR(64) ${exact} NOT NULL UNIQUE
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
    user_id ${id} NOT NULL,
    PRIMARY KEY (article_id, user_id),
    FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX favorites_by_user ON favorites (user_id, article_id);

CREATE TABLE comments (
    id ${counter},
    article_id BIGINT NOT NULL,
    author_id ${id} NOT NULL,
    body ${long_text} NOT NULL,
    created_at ${time} NOT NULL,
    updated_at ${time} NOT NULL,
    FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX comments_by_article ON comments (article_id, id);
CREATE INDEX comments_by_author ON comments (author_id);
