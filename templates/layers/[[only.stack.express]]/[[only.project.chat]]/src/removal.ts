/** Removes an account, and announces the rooms that are deleted with it. */

export { removeUser } from "./rooms/removal.ts";
