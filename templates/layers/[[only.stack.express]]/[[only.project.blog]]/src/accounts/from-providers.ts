/** What signing in with a provider needs to know about accounts. */

import { randomBytes } from "node:crypto";

import { fields, text } from "../schemas.ts";
import type { UserServices } from "../services.ts";
import { asCompared, CONTROL, isVisible } from "../text.ts";
import { addUser } from "./queries.ts";
import type { User } from "./schemas.ts";

export { answerUser as signIn } from "./routes.ts";

export const PREFIX = "/api/users";
export const CodeBody = fields({ code: text(1000) });

/** Leaves space for what makes it unique. */
const LONGEST_NAME = 50;
const REFUSED = new RegExp(String.raw`[\s/${CONTROL}\p{Surrogate}]+`, "gu");

/** An account without a password. */
export async function addAccount(
  services: UserServices,
  email: string,
  name: string,
): Promise<User> {
  const texts = [name, email.replace(/@.*/, "")].map(usernameLike);
  const username = texts.find(isVisible) ?? "user";
  const namesake = await services.database
    .selectFrom("users")
    .select("id")
    .where("username_key", "=", asCompared(username))
    .executeTakeFirst();
  const suffix = namesake ? `-${randomBytes(4).toString("hex")}` : "";
  return addUser(services, { username: username + suffix, email });
}

/** The text as it can stand in the path of a profile. */
function usernameLike(text: string): string {
  const username = text.replace(REFUSED, "-").replaceAll(/^[-.]+|[-.]+$/g, "");
  return Array.from(username).slice(0, LONGEST_NAME).join("");
}
