/** Settings of the WebSocket and Redis; part of src/settings.ts. */

import { z } from "zod";

import { isUrl } from "../urls.ts";

export const channelSettings = {
  REDIS_URL: z
    .string()
    .regex(/^(redis|rediss|unix):\/\/./, {
      error: "it starts with redis://",
      abort: true,
    })
    .refine(isUrl, "percent-encode what is special in its password")
    .optional(),
  REDIS_TLS: z.enum(["verify", "encrypt"]).default("verify"),
  PUSHER_KEY: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]{1,100}$/,
      "it may only contain letters, digits, - and _",
    )
    .default("chat"),
  PUSHER_SECRET: z.string().optional(),
  ACTIVITY_TIMEOUT: z.coerce.number().int().min(1).max(3600).default(120),
};
