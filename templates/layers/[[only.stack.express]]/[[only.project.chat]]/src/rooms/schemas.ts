import type { Selectable } from "kysely";
import { z } from "zod";

import { fold, name, text } from "../schemas.ts";
import { asCompared } from "../text.ts";
import type { RoomTables } from "./tables.ts";

/** Text in which there is something to see. */
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

/** A merge patch: what is left out stays, null clears. */
export const RoomChange = z.strictObject({
  name: Name.exactOptional(),
  topic: Topic.exactOptional(),
});

/** Not checked further: an address that cannot be is one that nobody has. */
export const Invitation = z.strictObject({ email: text(1, 254) });

export type Room = Selectable<RoomTables["rooms"]>;

/** One spelling for all that count as the same name. */
export function nameKey(name: string): string {
  return fold(asCompared(name));
}
