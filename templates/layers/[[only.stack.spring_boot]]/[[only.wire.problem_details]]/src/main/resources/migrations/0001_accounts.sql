CREATE TABLE users (
    id ${id} NOT NULL PRIMARY KEY,
    email VARCHAR(254) ${exact} NOT NULL,
    -- Normalized for comparison, which can turn a letter into three.
    email_key VARCHAR(762) ${exact} NOT NULL UNIQUE,
    name VARCHAR(100) ${exact} NOT NULL,
    -- Empty in an account that a provider signs in to.
    password_hash VARCHAR(255) ${exact} NOT NULL,
    is_guest BOOLEAN NOT NULL,
    created_at ${time} NOT NULL
);
CREATE INDEX users_guests_by_age ON users (is_guest, created_at);

-- A family of refresh tokens. Deleting its row deletes its tokens.
CREATE TABLE sign_ins (
    id ${id} NOT NULL PRIMARY KEY,
    user_id ${id} NOT NULL,
    expires_at ${time} NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);

CREATE TABLE refresh_tokens (
    token_hash VARCHAR(64) ${exact} NOT NULL PRIMARY KEY,
    sign_in_id ${id} NOT NULL,
    expires_at ${time} NOT NULL,
    used BOOLEAN NOT NULL,
    FOREIGN KEY (sign_in_id) REFERENCES sign_ins (id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_by_sign_in ON refresh_tokens (sign_in_id);

CREATE TABLE idempotent_requests (
    user_id ${id} NOT NULL,
    idempotency_key VARCHAR(255) ${exact} NOT NULL,
    fingerprint VARCHAR(64) ${exact} NOT NULL,
    started_at ${time} NOT NULL,
    -- The answer, once there is one.
    location VARCHAR(255) ${exact},
    etag VARCHAR(64) ${exact},
    body ${long_text},
    PRIMARY KEY (user_id, idempotency_key),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (user_id, started_at);
