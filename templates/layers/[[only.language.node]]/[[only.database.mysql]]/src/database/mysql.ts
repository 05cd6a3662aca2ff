import { readFileSync } from "node:fs";

import { CompiledQuery, MysqlDialect } from "kysely";
import {
  createPool,
  type SslOptions,
  type TypeCastField,
  type TypeCastNext,
} from "mysql2";

/** How long a statement waits for a lock, in seconds. */
const LOCK_TIMEOUT = "4";

export function mysql(url: string): MysqlDialect {
  const pool = createPool({
    ...tlsOf(url),
    connectionLimit: 10,
    connectTimeout: 5_000,
    charset: "utf8mb4",
    timezone: "Z",
    typeCast: read,
  });
  return new MysqlDialect({
    pool,
    onCreateConnection: async (connection) => {
      const level = "set session transaction isolation level read committed";
      const locks = `set lock_wait_timeout = ${LOCK_TIMEOUT}, innodb_lock_wait_timeout = ${LOCK_TIMEOUT}`;
      await connection.executeQuery(CompiledQuery.raw(level));
      await connection.executeQuery(CompiledQuery.raw(locks));
    },
  });
}

/** ssl-mode and ssl-ca work as in MySQL's own clients. */
export function tlsOf(url: string): { uri: string; ssl?: SslOptions } {
  const address = new URL(url);
  const mode = address.searchParams.get("ssl-mode");
  const file = address.searchParams.get("ssl-ca");
  address.searchParams.delete("ssl-mode");
  address.searchParams.delete("ssl-ca");
  const ssl = {
    rejectUnauthorized: mode !== "REQUIRED",
    verifyIdentity: mode === "VERIFY_IDENTITY",
    ...(file === null ? {} : { ca: readFileSync(file) }),
  };
  return { uri: address.href, ...(mode === null ? {} : { ssl }) };
}

/** Convert times to dates, and one-digit integers to booleans. */
function read(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type === "DATETIME") {
    const text = field.string();
    return text === null ? null : new Date(`${text.replace(" ", "T")}Z`);
  }
  if (field.type === "TINY" && field.length === 1) {
    const text = field.string();
    return text === null ? null : text === "1";
  }
  return next();
}
