/** Fill the database with an example account: `node src/seed.ts`. Running it again changes nothing. */

import { connect } from "./database/connect.ts";
import { isDuplicate } from "./database/errors.ts";
import { addDemo, EMAIL, NAMES, PASSWORD } from "./demo.ts";
import { Conflict } from "./failures.ts";
import { Passwords } from "./passwords.ts";
import { loadSettings } from "./settings.ts";

const settings = loadSettings();
if (settings.ENVIRONMENT === "production") {
  console.error(
    "ENVIRONMENT: not in production, because the password is public.",
  );
  process.exit(1);
}
const database = connect(settings.DATABASE_URL);
const passwords = new Passwords(settings.PASSWORD_MEMORY_KIB);
try {
  await addDemo({ database, passwords });
  console.log(`Sign in as ${EMAIL} with the password: ${PASSWORD}`);
} catch (error) {
  if (!(error instanceof Conflict || isDuplicate(error))) {
    throw error;
  }
  const names = NAMES.join(", ");
  console.error(
    `Nothing was added, because one of these names is taken: ${names}.`,
  );
  process.exitCode = 1;
} finally {
  await database.destroy();
}
