/** Signing out ends the subscriptions of that session. */

import type { Services } from "../services.ts";

const BETWEEN_LOOKS = 10_000;
const MOST_AT_ONCE = 1000;

/** Until what it returns is called. */
export function followSignOuts(services: Services): () => void {
  const timer = setInterval(() => {
    void look(services);
  }, BETWEEN_LOOKS);
  return () => {
    clearInterval(timer);
  };
}

async function look({ channels, database, logger }: Services): Promise<void> {
  const asked = channels.hub.signIns();
  const running = new Set<string>();
  try {
    for (let start = 0; start < asked.length; start += MOST_AT_ONCE) {
      const found = await database
        .selectFrom("sign_ins")
        .select("id")
        .where("id", "in", asked.slice(start, start + MOST_AT_ONCE))
        .where("expires_at", ">", new Date())
        .execute();
      found.forEach(({ id }) => running.add(id));
    }
  } catch {
    logger.warn("Nobody knows who has signed out: the database is away");
    return;
  }
  channels.hub.signOut(asked.filter((signIn) => !running.has(signIn)));
}
