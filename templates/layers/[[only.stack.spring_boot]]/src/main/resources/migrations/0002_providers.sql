-- A person at a provider, and the account that they sign in to.
CREATE TABLE identities (
    issuer VARCHAR(255) ${exact} NOT NULL,
    subject VARCHAR(255) ${exact} NOT NULL,
    user_id ${id} NOT NULL,
    created_at ${time} NOT NULL,
    PRIMARY KEY (issuer, subject),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX identities_by_user ON identities (user_id);

-- A state that has been used, and the code that its browser can exchange once.
CREATE TABLE provider_callbacks (
    state_hash VARCHAR(64) ${exact} NOT NULL PRIMARY KEY,
    code_hash VARCHAR(64) ${exact},
    user_id ${id},
    created_at ${time} NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX provider_callbacks_by_user ON provider_callbacks (user_id);
CREATE INDEX provider_callbacks_by_age ON provider_callbacks (created_at);
