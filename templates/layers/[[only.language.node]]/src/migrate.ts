/** Migrate DATABASE_URL to the latest schema: `node src/migrate.ts`. */

import { connect } from "./database/connect.ts";
import { migrate } from "./database/migrations.ts";
import { createLogger } from "./logs.ts";
import { loadSettings } from "./settings.ts";

const settings = loadSettings();
const logger = createLogger(settings.LOG_LEVEL, process.stdout.isTTY);
const database = connect(settings.DATABASE_URL);
try {
  for (const step of await migrate(database)) {
    logger.info({ migration: step }, "Migrated");
  }
} catch (error) {
  logger.fatal(error, "The database could not be migrated");
  process.exitCode = 1;
} finally {
  await database.destroy();
}
