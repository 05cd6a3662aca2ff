// Requests that may be sent twice, so they are sent until the server answers.

import { call } from "./api.js";
import { untilAnswered } from "./connection.js";

export async function request(method, path, body) {
  return (await untilAnswered(() => call(method, path, { body }))).content;
}
