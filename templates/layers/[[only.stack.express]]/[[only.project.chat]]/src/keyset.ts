/** Reads the rows after a place in their order, instead of skipping those before it. */

import { sql, type SelectQueryBuilder } from "kysely";

/** All lists are sorted by id, which increases with time. */
export interface Sort {
  column: "id";
  descending: boolean;
}

export type Place = readonly [value: unknown, id: string];

export function fetchAfter<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  { descending }: Sort,
  after: Place | undefined,
  count: number,
): Promise<Row[]> {
  const id = sql.ref("id");
  let query = rows.orderBy(id, descending ? "desc" : "asc").limit(count);
  if (after) {
    const beyond = descending ? sql`<` : sql`>`;
    query = query.where(sql<boolean>`${id} ${beyond} ${after[1]}`);
  }
  return query.execute();
}
