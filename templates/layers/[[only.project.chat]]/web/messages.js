// Messages on the server.

import { call } from "./api.js";
import { request } from "./requests.js";

export async function sendMessage({ room_id, body }, key) {
  const options = { body: { body }, headers: { "Idempotency-Key": key } };
  return (await call("POST", `/rooms/${room_id}/messages`, options)).content;
}

export function editMessage({ id }, body) {
  return request("PATCH", `/messages/${id}`, { body });
}

export async function deleteMessage({ id }) {
  try {
    await request("DELETE", `/messages/${id}`);
  } catch (problem) {
    // It is gone: deleted elsewhere, or by a request whose answer was lost.
    if (problem.status !== 404) throw problem;
  }
}
