import { asCompared } from "./text.ts";

/** Sorted by code point, as in the databases. The first of equal-looking ones is kept. */
export function sortDistinct(names: string[]): string[] {
  const distinct = new Map(
    names.toReversed().map((name) => [asCompared(name), name]),
  );
  return [...distinct.values()].sort(byCodePoint);
}

function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
