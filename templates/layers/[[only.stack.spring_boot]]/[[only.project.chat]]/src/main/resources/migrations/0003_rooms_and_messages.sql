CREATE TABLE rooms (
    id ${id} NOT NULL PRIMARY KEY,
    name VARCHAR(80) ${exact} NOT NULL,
    -- Normalized for comparison: folding case can turn a letter into three.
    name_key VARCHAR(240) ${exact} NOT NULL UNIQUE,
    topic VARCHAR(250) ${exact},
    is_private BOOLEAN NOT NULL,
    created_by ${id} NOT NULL,
    created_at ${time} NOT NULL,
    -- Kept when the message is deleted, so that later messages never get an earlier id.
    last_message_id ${id} NOT NULL,
    FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX rooms_by_creator ON rooms (created_by);

CREATE TABLE members (
    -- Sorts by the time of joining.
    id ${id} NOT NULL PRIMARY KEY,
    room_id ${id} NOT NULL,
    user_id ${id} NOT NULL,
    joined_at ${time} NOT NULL,
    -- A position in the order of messages, not a reference: it stays when the message is deleted.
    read_up_to ${id} NOT NULL,
    UNIQUE (room_id, user_id),
    FOREIGN KEY (room_id) REFERENCES rooms (id) ON DELETE CASCADE,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX members_in_order ON members (room_id, id);
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE messages (
    -- Its position in the room.
    id ${id} NOT NULL PRIMARY KEY,
    room_id ${id} NOT NULL,
    author_id ${id} NOT NULL,
    body ${long_text} NOT NULL,
    created_at ${time} NOT NULL,
    edited_at ${time},
    FOREIGN KEY (room_id) REFERENCES rooms (id) ON DELETE CASCADE,
    FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX messages_in_order ON messages (room_id, id);
CREATE INDEX messages_by_author ON messages (author_id);
