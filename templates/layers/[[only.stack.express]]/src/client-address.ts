/** Identifies the client of a request for rate limits. */

import { isIPv6 } from "node:net";

import type { Request, RequestHandler } from "express";

/** Some proxies add the client's port to `X-Forwarded-For`, which Express would treat as part of the address. */
export const dropForwardedPorts: RequestHandler = (request, _, next) => {
  const forwarded = request.get("X-Forwarded-For");
  if (forwarded !== undefined) {
    request.headers["x-forwarded-for"] = forwarded
      .split(",")
      .map(withoutPort)
      .join(",");
  }
  next();
};

/** The client's address. For IPv6 the first 64 bits, because a client usually controls a whole /64. */
export function clientNetwork(request: Request): string {
  const address = request.ip?.replace(/%.*$/, "") ?? "unknown";
  if (!isIPv6(address)) {
    return address;
  }
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? firstHalf(address);
}

/** `203.0.113.8:5001` and `[2001:db8::1]:443` without their ports. */
function withoutPort(forwarded: string): string {
  const found = /^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(forwarded.trim());
  return found?.[1] ?? found?.[2] ?? forwarded.trim();
}

function firstHalf(address: string): string {
  const spelled = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = spelled
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...zeros, ...tail].slice(0, 4);
  return `${groups.join(":")}::/64`;
}
