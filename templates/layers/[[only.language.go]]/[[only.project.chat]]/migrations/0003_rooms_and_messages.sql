-- +goose Up

CREATE TABLE rooms (
    id {{.ID}} NOT NULL PRIMARY KEY,
    name {{.Text 80}} NOT NULL,
    -- Normalized for comparison: folding case can turn a letter into three.
    name_key {{.Text 240}} NOT NULL UNIQUE,
    topic {{.Text 250}},
    is_private {{.Flag}} NOT NULL,
    created_by {{.ID}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    -- Kept when the message is deleted, so that later messages never get an earlier id.
    last_message_id {{.ID}} NOT NULL,
    FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX rooms_by_creator ON rooms (created_by);

CREATE TABLE members (
    -- Sorts by the time of joining.
    id {{.ID}} NOT NULL PRIMARY KEY,
    room_id {{.ID}} NOT NULL,
    user_id {{.ID}} NOT NULL,
    joined_at {{.Time}} NOT NULL,
    -- A position in the order of messages, not a reference: it stays when the message is deleted.
    read_up_to {{.ID}} NOT NULL,
    UNIQUE (room_id, user_id),
    FOREIGN KEY (room_id) REFERENCES rooms (id) ON DELETE CASCADE,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX members_in_order ON members (room_id, id);
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE messages (
    -- Its position in the room.
    id {{.ID}} NOT NULL PRIMARY KEY,
    room_id {{.ID}} NOT NULL,
    author_id {{.ID}} NOT NULL,
    body {{.LongText}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    edited_at {{.Time}},
    FOREIGN KEY (room_id) REFERENCES rooms (id) ON DELETE CASCADE,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX messages_in_order ON messages (room_id, id);
CREATE INDEX messages_by_author ON messages (author_id);

-- +goose Down

DROP TABLE messages;
DROP TABLE members;
DROP TABLE rooms;
