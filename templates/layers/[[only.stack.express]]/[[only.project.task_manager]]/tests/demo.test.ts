import { expect, test } from "vitest";

import { addDemo, EMAIL, PASSWORD } from "../src/demo.ts";
import { api, services } from "./api.ts";
import { Person, type Session } from "./sign-in.ts";

test("the demo account has tasks and is made once", async () => {
  await addDemo(services.database);
  await addDemo(services.database);
  const credentials = { email: EMAIL, password: PASSWORD };
  const answer = await api.post("/api/v1/auth/login").send(credentials);
  const demo = new Person(api, answer.body as Session);
  expect((await demo.get("/tasks")).body.items).toHaveLength(6);
  expect((await demo.get("/projects")).body.items).toHaveLength(2);
});
