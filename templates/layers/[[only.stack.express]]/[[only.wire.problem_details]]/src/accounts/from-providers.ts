/** What signing in with a provider needs to know about accounts. */

import { z } from "zod";

import { text } from "../schemas.ts";
import type { UserServices } from "../services.ts";
import { CONTROL, isVisible } from "../text.ts";
import { addUser } from "./queries.ts";
import type { User } from "./schemas.ts";

export { startSession as signIn } from "./routes.ts";

export const PREFIX = "/api/v1/auth";
export const CodeBody = z.strictObject({ code: text(1, 1000) });

const LONGEST_NAME = 100;
const REFUSED = new RegExp(String.raw`[${CONTROL}\p{Surrogate}]`, "gu");

/** An account without a password. */
export function addAccount(
  services: UserServices,
  email: string,
  name: string,
): Promise<User> {
  const letters = Array.from(name.replace(REFUSED, ""));
  const shown = letters.slice(0, LONGEST_NAME).join("");
  return addUser(services, {
    email,
    name: isVisible(shown) ? shown : email.replace(/@.*/, ""),
  });
}
