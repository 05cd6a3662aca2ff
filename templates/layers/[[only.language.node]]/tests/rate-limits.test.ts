import { beforeEach, expect, test } from "vitest";

import { TooManyAttempts } from "../src/failures.ts";
import { RateLimit } from "../src/rate-limits.ts";

let now: number;
let limit: RateLimit;

beforeEach(() => {
  now = 1_000_000;
  limit = new RateLimit(10, () => now);
});

function fail({ account = "alice", address = "1.1.1.1", times = 10 }): void {
  for (let time = 0; time < times; time += 1) {
    limit.count(account, address);
  }
}

test("the eleventh attempt on an account has to wait", () => {
  for (let number = 0; number < 10; number += 1) {
    fail({ address: `1.1.1.${String(number)}`, times: 1 });
  }
  now += 20_000;
  expect(() => {
    fail({ address: "2.2.2.2", times: 1 });
  }).toThrow(expect.objectContaining({ retryAfter: 40 }));
});

test("the eleventh attempt from an address has to wait", () => {
  for (let number = 0; number < 10; number += 1) {
    fail({ account: `user ${String(number)}`, times: 1 });
  }
  expect(() => {
    fail({ account: "another", times: 1 });
  }).toThrow(TooManyAttempts);
});

test("after a minute there are attempts again", () => {
  fail({});
  now += 60_000;
  fail({});
});

test("a success clears the account but not the address", () => {
  fail({});
  limit.forget("alice");
  limit.takeBack("1.1.1.1");
  fail({ address: "2.2.2.2", times: 9 });
  fail({ account: "bob", times: 1 });
  expect(() => {
    fail({ account: "carol", times: 1 });
  }).toThrow(TooManyAttempts);
});
