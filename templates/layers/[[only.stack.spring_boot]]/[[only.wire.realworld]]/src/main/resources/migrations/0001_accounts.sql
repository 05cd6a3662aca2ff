CREATE TABLE users (
    id ${id} NOT NULL PRIMARY KEY,
    username VARCHAR(64) ${exact} NOT NULL UNIQUE,
    -- Normalized for comparison: composing a letter can turn it into three.
    username_key VARCHAR(192) ${exact} NOT NULL UNIQUE,
    email VARCHAR(254) ${exact} NOT NULL,
    -- Normalized for comparison, which can turn a letter into three.
    email_key VARCHAR(762) ${exact} NOT NULL UNIQUE,
    bio VARCHAR(2000) ${exact},
    image VARCHAR(2048) ${exact},
    -- Empty in an account that a provider signs in to.
    password_hash VARCHAR(255) ${exact} NOT NULL,
    -- Identifies the account in tokens. A new password sets a new one, which revokes older tokens.
    token_subject ${id} NOT NULL UNIQUE,
    is_guest BOOLEAN NOT NULL,
    created_at ${time} NOT NULL
);
CREATE INDEX users_guests_by_age ON users (is_guest, created_at);

CREATE TABLE follows (
    follower_id ${id} NOT NULL,
    followed_id ${id} NOT NULL,
    PRIMARY KEY (follower_id, followed_id),
    FOREIGN KEY (follower_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY (followed_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX follows_by_followed ON follows (followed_id);
