/** Which client sent a request, as far as limits are concerned. */

import { isIPv6 } from "node:net";

import type { Request, RequestHandler } from "express";

/** Some proxies add the client's port to `X-Forwarded-For`, which Express would take for part of its address. */
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

/** The address that sent the request. Of IPv6 its first 64 bits: whoever has one address has all of these. */
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
