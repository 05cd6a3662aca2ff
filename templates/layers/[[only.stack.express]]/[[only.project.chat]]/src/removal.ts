/** Removes an account with its rooms and memberships, and announces it. */

export { removeUser } from "./rooms/removal.ts";
