/** JSON that a client and every database can hold. */

import { Invalid, Malformed } from "./failures.ts";

const DEEPEST = 100;
const utf8 = new TextDecoder("utf-8", { fatal: true });

export function parseJson(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Malformed("The body is not JSON.");
  }
  checkText(value, "", 0);
  return value;
}

/** NUL is what PostgreSQL cannot store, a lone surrogate what UTF-8 cannot spell. */
export function isSound(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

function checkText(value: unknown, pointer: string, depth: number): void {
  if (depth > DEEPEST) {
    throw new Malformed(
      `The body is nested more than ${String(DEEPEST)} deep.`,
    );
  }
  if (typeof value === "string" && !isSound(value)) {
    throw new Invalid([
      pointer.toWellFormed(),
      "Text is Unicode without NUL and lone surrogates.",
    ]);
  }
  if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      checkText(key, pointer, depth);
      checkText(part, `${pointer}/${key}`, depth + 1);
    }
  }
}
