import { PostgresDialect } from "kysely";
import pg from "pg";

// Counts fit into a number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.defaults.parseInputDatesAsUTC = true;

export function postgresql(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    options: "-c timezone=UTC",
  });
  // A connection that breaks is replaced; unheard, its error would end the process. The pool
  // speaks for the idle ones, each of the others for itself.
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return new PostgresDialect({ pool });
}

function ignore(): void {
  // The statement that fails has told.
}
