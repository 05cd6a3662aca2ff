-- +goose Up

CREATE TABLE projects (
    id {{.ID}} NOT NULL PRIMARY KEY,
    user_id {{.ID}} NOT NULL,
    name {{.Text 100}} NOT NULL,
    -- Normalized for comparison: composing a letter can turn it into three.
    name_key {{.Text 300}} NOT NULL,
    color {{.Text 7}},
    archived {{.Flag}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL,
    UNIQUE (user_id, name_key),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX projects_by_age ON projects (user_id, created_at, id);

CREATE TABLE tasks (
    id {{.ID}} NOT NULL PRIMARY KEY,
    user_id {{.ID}} NOT NULL,
    project_id {{.ID}},
    title {{.Text 200}} NOT NULL,
    description {{.LongText}} NOT NULL,
    -- Case-folded for searching.
    folded_title {{.Text 600}} NOT NULL,
    folded_description {{.LongText}} NOT NULL,
    status {{.Text 11}} NOT NULL,
    -- Its rank, so that it sorts by urgency.
    priority SMALLINT NOT NULL,
    due_at {{.Time}},
    completed_at {{.Time}},
    version INTEGER NOT NULL,
    created_at {{.Time}} NOT NULL,
    updated_at {{.Time}} NOT NULL,
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
    task_id {{.ID}} NOT NULL,
    name {{.Text 50}} NOT NULL,
    PRIMARY KEY (task_id, name),
    FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE CASCADE
);
CREATE INDEX task_labels_by_name ON task_labels (name, task_id);

-- +goose Down

DROP TABLE task_labels;
DROP TABLE tasks;
DROP TABLE projects;
