-- +goose Up

CREATE TABLE users (
    id {{.ID}} NOT NULL PRIMARY KEY,
    username {{.Text 64}} NOT NULL UNIQUE,
    -- Normalized for comparison: composing a letter can turn it into three.
    username_key {{.Text 192}} NOT NULL UNIQUE,
    email {{.Text 254}} NOT NULL,
    -- Normalized for comparison, which can turn a letter into three.
    email_key {{.Text 762}} NOT NULL UNIQUE,
    bio {{.Text 2000}},
    image {{.Text 2048}},
    -- Empty in an account that a provider signs in to.
    password_hash {{.Text 255}} NOT NULL,
    -- Identifies the account in tokens. A new password sets a new one, which revokes older tokens.
    token_subject {{.ID}} NOT NULL UNIQUE,
    is_guest {{.Flag}} NOT NULL,
    created_at {{.Time}} NOT NULL
);
CREATE INDEX users_guests_by_age ON users (is_guest, created_at);

CREATE TABLE follows (
    follower_id {{.ID}} NOT NULL,
    followed_id {{.ID}} NOT NULL,
    PRIMARY KEY (follower_id, followed_id),
    FOREIGN KEY (follower_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY (followed_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX follows_by_followed ON follows (followed_id);

-- +goose Down

DROP TABLE follows;
DROP TABLE users;
