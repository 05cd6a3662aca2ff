import { CompiledQuery, PostgresDialect } from "kysely";
import pg from "pg";

// Counts fit into a number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.defaults.parseInputDatesAsUTC = true;

export function postgresql(url: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: asLibpq(url),
    max: 10,
    connectionTimeoutMillis: 5_000,
    options: "-c timezone=UTC",
  });
  // A connection that breaks is replaced; unheard, its error would end the process. The pool
  // speaks for the idle ones, each of the others for itself.
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => {
      // A client should not wait longer for a lock.
      await connection.executeQuery(
        CompiledQuery.raw("set lock_timeout = '4s'"),
      );
    },
  });
}

function ignore(): void {
  // The statement that fails has told.
}

/** sslmode means what it means to PostgreSQL's own clients, and PGSSLMODE is asked where the URL says nothing. */
export function asLibpq(url: string): string {
  const address = new URL(url);
  const mode = address.searchParams.get("sslmode") ?? process.env.PGSSLMODE;
  if (mode !== undefined) {
    address.searchParams.set("sslmode", mode);
    address.searchParams.set("uselibpqcompat", "true");
  }
  return address.href;
}
