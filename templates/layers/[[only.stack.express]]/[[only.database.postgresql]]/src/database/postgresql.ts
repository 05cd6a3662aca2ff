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
  // An idle connection that breaks is replaced; unheard, its error would end the process.
  pool.on("error", () => undefined);
  return new PostgresDialect({ pool });
}
