import express from "express";
import supertest from "supertest";
import { expect, test } from "vitest";

import { clientNetwork, dropForwardedPorts } from "../src/client-address.ts";

test.each([
  ["203.0.113.8", "203.0.113.8"],
  ["203.0.113.8:5001", "203.0.113.8"],
  ["198.51.100.1, 203.0.113.8:5001", "203.0.113.8"],
  ["::ffff:203.0.113.8", "203.0.113.8"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"],
  ["[2001:DB8:1:2::2]", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["unknown", "unknown"],
])("the client of %s is %s", async (forwarded, network) => {
  const app = express().set("trust proxy", "loopback").use(dropForwardedPorts);
  app.get("/", (request, response) => {
    response.send(clientNetwork(request));
  });
  const answer = await supertest(app)
    .get("/")
    .set("X-Forwarded-For", forwarded);
  expect(answer.text).toBe(network);
});
