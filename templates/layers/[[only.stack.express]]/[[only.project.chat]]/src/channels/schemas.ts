import { z } from "zod";

import { text } from "../schemas.ts";

export const ChannelRequest = z.strictObject({
  socket_id: z
    .string()
    .max(64)
    .regex(/^[0-9]+\.[0-9]+$/, "It is the id of a connection."),
  channel_name: text(1, 164),
});
