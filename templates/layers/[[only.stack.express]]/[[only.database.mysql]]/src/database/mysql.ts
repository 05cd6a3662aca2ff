import { CompiledQuery, MysqlDialect } from "kysely";
import { createPool, type TypeCastField, type TypeCastNext } from "mysql2";

export function mysql(url: string): MysqlDialect {
  const pool = createPool({
    uri: url,
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
      await connection.executeQuery(CompiledQuery.raw(level));
    },
  });
}

/** Times as dates, and what is one digit wide as a flag. */
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
