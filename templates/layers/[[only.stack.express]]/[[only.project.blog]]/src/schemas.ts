/** Shared parts of request and response bodies, and their validation messages. */

import { z } from "zod";

import { hasControl, hasLength, isVisible } from "./text.ts";

export const BLANK = "can't be blank";
export const TAKEN = "has already been taken";
export const INVALID = "is invalid";

/** Text that is not blank, with a length limit. */
export function text(most: number, least = 1) {
  return z
    .string({ error: blankOr("must be text") })
    .refine(isVisible, { error: BLANK, abort: true })
    .refine(...length(least, most));
}

/** A name. */
export function name(most: number) {
  return text(most).refine((value) => !hasControl(value), {
    error: "must have no control characters",
  });
}

/** Optional text; empty means null. */
export function optionalText(most: number) {
  return z
    .string({ error: "must be text" })
    .refine(...length(0, most))
    .transform((value) => (value === "" ? null : value))
    .nullable();
}

/** A body has an envelope: `{"article": {...}}`. Unknown properties are ignored. */
export function envelope<Name extends string, Schema extends z.ZodType>(
  name: Name,
  schema: Schema,
) {
  return z.object({ [name]: schema } as Record<Name, Schema>);
}

export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, { error: blankOr("must be an object") });
}

function blankOr(message: string) {
  return ({ input }: { input?: unknown }): string =>
    input === undefined || input === null ? BLANK : message;
}

function length(least: number, most: number) {
  const error =
    least > 1
      ? `must have ${String(least)} to ${String(most)} characters`
      : `must have at most ${String(most)} characters`;
  return [
    (value: string): boolean => hasLength(value, least, most),
    { error, abort: true },
  ] as const;
}
