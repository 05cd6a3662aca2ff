import { randomUUID } from "node:crypto";

import { expect, test } from "vitest";

import { api, services } from "../api.ts";
import { Person, signUp } from "../sign-in.ts";

test("the caller sees and renames themselves", async () => {
  const alice = await signUp("Alice");
  await alice.patch("/me", { name: "Alice the Great" }).expect(200);
  await alice.patch("/me", {}).expect(200);
  const me = await alice.get("/me");
  expect(me.body).toEqual({ ...alice.session.user, name: "Alice the Great" });
});

test.each(["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "bearer\xa0x"])(
  "%j signs nobody in",
  async (authorization) => {
    const read = api.get("/api/v1/me");
    const write = api.patch("/api/v1/me").send({ name: "x" });
    for (const asked of [read, write]) {
      const answer = await asked.set("Authorization", authorization);
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    }
  },
);

test.each([randomUUID(), "nobody"])(
  "a token of an account that is not there is refused: %s",
  async (id) => {
    const access_token = await services.accessTokens.issue(id);
    const { session } = await signUp("Alice");
    const nobody = new Person(api, { ...session, access_token });
    await nobody.get("/me").expect(401);
  },
);
