-- +goose Up

CREATE TABLE users (
    id {{.ID}} NOT NULL PRIMARY KEY,
    email {{.Text 254}} NOT NULL,
    -- Normalized for comparison, which can turn a letter into three.
    email_key {{.Text 762}} NOT NULL UNIQUE,
    name {{.Text 100}} NOT NULL,
    -- Empty in an account that a provider signs in to.
    password_hash {{.Text 255}} NOT NULL,
    is_guest {{.Flag}} NOT NULL,
    created_at {{.Time}} NOT NULL
);
CREATE INDEX users_guests_by_age ON users (is_guest, created_at);

-- A family of refresh tokens. Deleting its row deletes its tokens.
CREATE TABLE sign_ins (
    id {{.ID}} NOT NULL PRIMARY KEY,
    user_id {{.ID}} NOT NULL,
    expires_at {{.Time}} NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);

CREATE TABLE refresh_tokens (
    token_hash {{.Text 64}} NOT NULL PRIMARY KEY,
    sign_in_id {{.ID}} NOT NULL,
    expires_at {{.Time}} NOT NULL,
    used {{.Flag}} NOT NULL,
    FOREIGN KEY (sign_in_id) REFERENCES sign_ins (id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_by_sign_in ON refresh_tokens (sign_in_id);

CREATE TABLE idempotent_requests (
    user_id {{.ID}} NOT NULL,
    idempotency_key {{.Text 255}} NOT NULL,
    fingerprint {{.Text 64}} NOT NULL,
    started_at {{.Time}} NOT NULL,
    -- The answer, once there is one.
    location {{.Text 255}},
    etag {{.Text 64}},
    body {{.LongText}},
    PRIMARY KEY (user_id, idempotency_key),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (user_id, started_at);

-- +goose Down

DROP TABLE idempotent_requests;
DROP TABLE refresh_tokens;
DROP TABLE sign_ins;
DROP TABLE users;
