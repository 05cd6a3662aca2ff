import { expect, test } from "vitest";

import { addDemo, EMAIL, PASSWORD } from "../src/demo.ts";
import { api, services } from "./api.ts";
import { heard, type RoomAnswer } from "./conversation.ts";
import { Person, type Session } from "./sign-in.ts";

test("the demo people talk and are made once", async () => {
  await addDemo(services.database);
  await addDemo(services.database);
  for (const email of EMAIL.split(" or ")) {
    const credentials = { email, password: PASSWORD };
    const answer = await api.post("/api/v1/auth/login").send(credentials);
    const person = new Person(api, answer.body as Session);
    const { body } = await person.get("/rooms?limit=100");
    const rooms = (body.items as RoomAnswer[]).filter(
      ({ name }) => name === "general",
    );
    expect(rooms).toHaveLength(1);
    for (const room of rooms) {
      expect(await heard(person, room)).toHaveLength(4);
    }
  }
});
