/** JSON that clients and all databases can store. */

import { Invalid, Malformed } from "./failures.ts";

const DEEPEST = 100;
/** Limits, because parsing costs memory and time before validation. */
const MOST_VALUES = 5_000;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function parseJson(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    throw new Malformed("The body is not valid JSON.");
  }
  checkValues(value);
  return value;
}

export function isSound(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** ["labels", 0] as "/labels/0" (RFC 6901). */
export function pointer(path: readonly PropertyKey[]): string {
  return path
    .map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"))
    .map((step) => `/${step}`)
    .join("");
}

/** PostgreSQL cannot store NUL, and UTF-8 cannot encode a lone surrogate. */
function checkText(text: string, path: readonly string[]): void {
  if (!isSound(text)) {
    throw new Invalid([
      pointer(path).toWellFormed(),
      "Text must not contain NUL or lone surrogates.",
    ]);
  }
}

function checkValues(whole: unknown): void {
  let values = 1;
  const check = (value: unknown, path: readonly string[]): void => {
    if (typeof value === "string") {
      checkText(value, path);
    } else if (typeof value === "object" && value !== null) {
      values += Array.isArray(value) ? value.length : Object.keys(value).length;
      if (path.length >= DEEPEST) {
        throw new Malformed(
          `The body is nested more than ${String(DEEPEST)} levels deep.`,
        );
      }
      if (values > MOST_VALUES) {
        throw new Invalid([
          "",
          `A body has at most ${String(MOST_VALUES)} values.`,
        ]);
      }
      for (const [key, part] of Object.entries(value)) {
        checkText(key, path);
        check(part, [...path, key]);
      }
    }
  };
  check(whole, []);
}
