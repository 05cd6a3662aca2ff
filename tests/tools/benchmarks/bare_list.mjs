/**
 * A minimal server for a list of a generated Express project, which runs in the project's folder.
 *
 * `record` requests LIST from the project and writes its SQL statements to statements.json. With the name of the project
 * as its argument, it responds to each request with the rows of those statements, from the project's database driver.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

const STATEMENTS = "statements.json";
const PRIORITIES = ["low", "medium", "high", "urgent"];

async function record() {
  const source = (name) => import(pathToFileURL(resolve("src", name)));
  const { createApp } = await source("app.ts");
  const { createServices } = await source("services.ts");
  const { connect } = await source("database/connect.ts");
  const settings = (await source("settings.ts")).loadSettings();
  const seen = [];
  const log = ({ query }) => seen.push([query.sql, query.parameters]);
  const database = connect(settings.DATABASE_URL, log);
  const app = createApp({ ...createServices(settings), database });
  const server = app.listen(0, "127.0.0.1", async () => {
    const address = `http://127.0.0.1:${server.address().port}`;
    const { LIST, AUTHORIZATION } = process.env;
    const headers = AUTHORIZATION ? { Authorization: AUTHORIZATION } : {};
    const answer = await fetch(address + LIST, { headers });
    writeFileSync(STATEMENTS, JSON.stringify(seen));
    process.exit(answer.ok ? 0 : 1);
  });
}

function serve(shape) {
  const express = createRequire(resolve("package.json"))("express");
  const database = new DatabaseSync(
    process.env.DATABASE_URL.replace("sqlite:///", ""),
  );
  const statements = JSON.parse(readFileSync(STATEMENTS)).map(
    ([words, values]) => {
      const statement = database.prepare(words);
      return () => statement.all(...values);
    },
  );
  const app = express();
  app.get("/", (_, response) => {
    response.json(shape(...statements.map((rows) => rows())));
  });
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

function articles(rows, tags, [{ count }]) {
  const names = byId(tags, "article_id");
  return {
    articles: rows.map((row) => ({
      slug: row.slug,
      title: row.title,
      description: row.description,
      tagList: names.get(row.id) ?? [],
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      favorited: Boolean(row.favorited),
      favoritesCount: row.favorites_count,
      author: {
        username: row.username,
        bio: row.bio,
        image: row.image,
        following: Boolean(row.following),
      },
    })),
    articlesCount: count,
  };
}

function tasks(_, rows, labels) {
  const names = byId(labels, "task_id");
  return {
    items: rows.slice(0, 20).map((row) => ({
      id: row.id,
      title: row.title,
      description: row.description,
      status: row.status,
      priority: PRIORITIES[row.priority],
      due_at: row.due_at,
      completed_at: row.completed_at,
      project_id: row.project_id,
      labels: names.get(row.id) ?? [],
      version: row.version,
      created_at: row.created_at,
      updated_at: row.updated_at,
    })),
    next_cursor: null,
  };
}

function byId(rows, key) {
  const names = new Map();
  for (const row of rows) {
    names.set(row[key], [...(names.get(row[key]) ?? []), row.name]);
  }
  return names;
}

const [, , wanted] = process.argv;
if (wanted === "record") {
  await record();
} else {
  serve({ blog: articles, "task-manager": tasks }[wanted]);
}
