import fs from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import {
  FileMigrationProvider,
  Migrator,
  NO_MIGRATIONS,
} from "kysely/migration";

import type { Database } from "./connect.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "migrations");

/** Run the pending migrations, and return their names. */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results = [] } = await migrator(database).migrateToLatest();
  if (error !== undefined) {
    throw new Error("A migration failed.", { cause: error });
  }
  return results.map((result) => result.migrationName);
}

/** Revert all migrations. */
export async function unmigrate(database: Database): Promise<void> {
  const { error } = await migrator(database).migrateTo(NO_MIGRATIONS);
  if (error !== undefined) {
    throw new Error("A migration failed.", { cause: error });
  }
}

function migrator(database: Database): Migrator {
  return new Migrator({
    db: database,
    provider: new FileMigrationProvider({
      fs,
      path,
      migrationFolder: FOLDER,
      // The folder's name may contain # or %, which are special in a URL.
      import: (file) => import(pathToFileURL(file).href),
    }),
  });
}
