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

/** Run the steps that are missing, and name them. */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results = [] } = await migrator(database).migrateToLatest();
  if (error !== undefined) {
    throw new Error("A migration failed.", { cause: error });
  }
  return results.map((result) => result.migrationName);
}

/** Take every step back. */
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
      // A folder's name may have a # or a %, which mean something in an address.
      import: (file) => import(pathToFileURL(file).href),
    }),
  });
}
