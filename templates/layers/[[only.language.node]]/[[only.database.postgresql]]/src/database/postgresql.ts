import { connect } from "node:net";

import { CompiledQuery, PostgresDialect } from "kysely";
import pg from "pg";

// Counts fit into a number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.defaults.parseInputDatesAsUTC = true;

/** The request that PostgreSQL's own clients start with; a server with TLS answers S. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const CONNECT_TIMEOUT = 5_000;

export function postgresql(url: string): PostgresDialect {
  return new PostgresDialect({
    pool: () => createPool(url),
    onCreateConnection: async (connection) => {
      // Clients should not wait longer for a lock.
      await connection.executeQuery(
        CompiledQuery.raw("set lock_timeout = '4s'"),
      );
    },
  });
}

async function createPool(url: string): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: await asLibpq(url),
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
  });
  // A connection that breaks is replaced; unheard, its error would end the process. The pool
  // speaks for the idle ones, each of the others for itself.
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}

function ignore(): void {
  // The failed statement already reported the error.
}

/** sslmode works as in PostgreSQL's own clients; PGSSLMODE is the default. */
export async function asLibpq(url: string): Promise<string> {
  const [address = "", query] = url.split("?", 2);
  const parameters = new URLSearchParams(query);
  const mode = parameters.get("sslmode") ?? process.env.PGSSLMODE;
  if (mode === undefined) {
    return url;
  }
  parameters.set("sslmode", mode);
  parameters.set("uselibpqcompat", "true");
  const isOptional = mode === "prefer" || mode === "allow";
  if (isOptional && !(await offersTls(`${address}?${parameters.toString()}`))) {
    parameters.set("sslmode", "disable");
  }
  return `${address}?${parameters.toString()}`;
}

async function offersTls(url: string): Promise<boolean> {
  const { host, port } = new pg.Client({ connectionString: url });
  if (host.startsWith("/")) {
    return false;
  }
  const socket = connect({ host, port });
  socket.setTimeout(CONNECT_TIMEOUT, () => {
    socket.destroy(new Error("timeout exceeded when trying to connect"));
  });
  socket.write(SSL_REQUEST);
  for await (const answer of socket as AsyncIterable<Buffer>) {
    return answer.toString().startsWith("S");
  }
  return false;
}
