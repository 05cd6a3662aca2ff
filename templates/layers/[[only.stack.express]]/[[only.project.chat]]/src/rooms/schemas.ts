import type { Selectable } from "kysely";
import { z } from "zod";

import { fold, name, text } from "../schemas.ts";
import { asCompared } from "../text.ts";
import type { RoomTables } from "./tables.ts";

/** Text that is not blank. */
export function words(most: number) {
  return text(1, most).regex(
    /[^\0- ]/,
    "It has a character that is not white space.",
  );
}

const Name = name(80);
const Topic = text(1, 250).nullable();

export const NewRoom = z.strictObject({
  name: Name,
  topic: Topic.default(null),
  private: z.boolean().default(false),
});

/** A merge patch: omitted members stay unchanged, null clears. */
export const RoomChange = z.strictObject({
  name: Name.exactOptional(),
  topic: Topic.exactOptional(),
});

/** Not validated further: an invalid address simply has no account. */
export const Invitation = z.strictObject({ email: text(1, 254) });

export type Room = Selectable<RoomTables["rooms"]>;

/** The normal form of a name, for comparison. */
export function nameKey(name: string): string {
  return fold(asCompared(name));
}
