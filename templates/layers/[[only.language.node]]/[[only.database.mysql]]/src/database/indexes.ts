import { MysqlAdapter, type Kysely } from "kysely";

/** Unlike SQLite, MySQL needs the table of an index. */
export async function dropIndex(
  db: Kysely<unknown>,
  name: string,
  table: string,
): Promise<void> {
  const { adapter } = db.getExecutor();
  const index = db.schema.dropIndex(name);
  await (adapter instanceof MysqlAdapter ? index.on(table) : index).execute();
}
