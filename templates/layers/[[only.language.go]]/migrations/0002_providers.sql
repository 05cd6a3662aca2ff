-- +goose Up

-- A person at a provider, and the account that they sign in to.
CREATE TABLE identities (
    issuer {{.Text 255}} NOT NULL,
    subject {{.Text 255}} NOT NULL,
    user_id {{.ID}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    PRIMARY KEY (issuer, subject),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX identities_by_user ON identities (user_id);

-- A state that has been used, and the code that its browser can exchange once.
CREATE TABLE provider_callbacks (
    state_hash {{.Text 64}} NOT NULL PRIMARY KEY,
    code_hash {{.Text 64}},
    user_id {{.ID}},
    created_at {{.Time}} NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX provider_callbacks_by_user ON provider_callbacks (user_id);
CREATE INDEX provider_callbacks_by_age ON provider_callbacks (created_at);

-- +goose Down

DROP TABLE provider_callbacks;
DROP TABLE identities;
