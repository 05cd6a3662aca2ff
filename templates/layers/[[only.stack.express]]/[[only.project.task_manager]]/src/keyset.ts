/** Reads the rows after a place in their order, instead of skipping those before it. */

import { sql, type SelectQueryBuilder } from "kysely";

/** Sorts rows by one column, then by id, so that one index serves both directions. */
export interface Sort {
  column: string;
  descending: boolean;
  nullable?: boolean;
  /** Converts the JSON value back into the column's type. */
  load?: (value: string) => unknown;
}

/** The value is as in JSON. */
export type Place = readonly [value: unknown, id: string];

/** First the rows with a value, then those without: no index can sort nulls last in both directions on all databases. */
export async function fetchAfter<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  sort: Sort,
  after: Place | undefined,
  count: number,
): Promise<Row[]> {
  // Raw SQL, because the compiler cannot check a column that is chosen at run time.
  const column = sql.ref(sort.column);
  const id = sql.ref("id");
  const direction = sort.descending ? "desc" : "asc";
  const [beyond, reached] = sort.descending
    ? [sql`<`, sql`<=`]
    : [sql`>`, sql`>=`];
  const found: Row[] = [];

  if (after?.[0] !== null) {
    let query = rows.orderBy(column, direction);
    if (sort.column !== "id") {
      query = query.orderBy(id, direction);
    }
    if (sort.nullable) {
      query = query.where(sql<boolean>`${column} is not null`);
    }
    if (after) {
      const [stored, last] = after;
      const value = sort.load ? sort.load(stored as string) : stored;
      // The first condition is redundant, but lets the database use an index.
      query = query.where(
        sql<boolean>`${column} ${reached} ${value} and (${column} ${beyond} ${value} or ${id} ${beyond} ${last})`,
      );
    }
    found.push(...(await query.limit(count).execute()));
  }
  if (sort.nullable && found.length < count) {
    let query = rows
      .where(sql<boolean>`${column} is null`)
      .orderBy(id, direction);
    if (after?.[0] === null) {
      query = query.where(sql<boolean>`${id} ${beyond} ${after[1]}`);
    }
    found.push(...(await query.limit(count - found.length).execute()));
  }
  return found;
}
