/** Fill the database with an example account: `node src/seed.ts`. Running it again changes nothing. */

import { connect } from "./database/connect.ts";
import { addDemo, EMAIL, PASSWORD } from "./demo.ts";
import { loadSettings } from "./settings.ts";

const settings = loadSettings();
if (settings.ENVIRONMENT === "production") {
  console.error(
    "ENVIRONMENT: not in production, because the password is public.",
  );
  process.exit(1);
}
const database = connect(settings.DATABASE_URL);
try {
  await addDemo(database);
  console.log(`Sign in as ${EMAIL} with the password: ${PASSWORD}`);
} finally {
  await database.destroy();
}
