CREATE TABLE projects (
    id ${id} NOT NULL PRIMARY KEY,
    user_id ${id} NOT NULL,
    name VARCHAR(100) ${exact} NOT NULL,
    -- Normalized for comparison: composing a letter can turn it into three.
    name_key VARCHAR(300) ${exact} NOT NULL,
    color VARCHAR(7) ${exact},
    archived BOOLEAN NOT NULL,
    created_at ${time} NOT NULL,
    updated_at ${time} NOT NULL,
    UNIQUE (user_id, name_key),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX projects_by_age ON projects (user_id, created_at, id);

CREATE TABLE tasks (
    id ${id} NOT NULL PRIMARY KEY,
    user_id ${id} NOT NULL,
    project_id ${id},
    title VARCHAR(200) ${exact} NOT NULL,
    description ${long_text} NOT NULL,
    -- Case-folded for searching.
    folded_title VARCHAR(600) ${exact} NOT NULL,
    folded_description ${long_text} NOT NULL,
    status VARCHAR(11) ${exact} NOT NULL,
    -- Its rank, so that it sorts by urgency.
    priority SMALLINT NOT NULL,
    due_at ${time},
    completed_at ${time},
    version INTEGER NOT NULL,
    created_at ${time} NOT NULL,
    updated_at ${time} NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE SET NULL
);
-- One for each filter and sort, within the tasks of one user.
CREATE INDEX tasks_by_age ON tasks (user_id, created_at, id);
CREATE INDEX tasks_by_due_at ON tasks (user_id, due_at, id);
CREATE INDEX tasks_by_priority ON tasks (user_id, priority, id);
CREATE INDEX tasks_by_title ON tasks (user_id, title, id);
CREATE INDEX tasks_by_status ON tasks (user_id, status, created_at, id);
CREATE INDEX tasks_by_project ON tasks (user_id, project_id, created_at, id);
CREATE INDEX tasks_of_project ON tasks (project_id);

CREATE TABLE task_labels (
    task_id ${id} NOT NULL,
    name VARCHAR(50) ${exact} NOT NULL,
    PRIMARY KEY (task_id, name),
    FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE CASCADE
);
CREATE INDEX task_labels_by_name ON task_labels (name, task_id);
