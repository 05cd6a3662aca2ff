// Two users of an unmodified pusher-js: they sign up, join a room, see each other, type and receive messages.
// The test reads the events that this prints, one JSON object per line.

import { randomUUID } from "node:crypto";

import Pusher from "pusher-js";

const url = new URL(process.argv[2]);
const api = `${url.origin}/api/v1`;

async function call(person, method, path, body) {
  const headers = { "Content-Type": "application/json" };
  if (person) headers.Authorization = `Bearer ${person.access_token}`;
  const answer = await fetch(api + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

const signUp = (name) =>
  call(null, "POST", "/auth/register", {
    name,
    email: `${name}-${randomUUID()}@example.com`,
    password: "correct horse battery",
  });

const say = (who, what, data) => console.log(JSON.stringify({ who, what, data }));

async function connect(person, room) {
  const { key } = await call(null, "GET", "/broadcasting/config");
  const pusher = new Pusher(key, {
    cluster: "none",
    wsHost: url.hostname,
    wsPort: Number(url.port),
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: `${api}/broadcasting/auth`,
      headers: { Authorization: `Bearer ${person.access_token}` },
    },
  });
  const channel = pusher.subscribe(`presence-room-${room.id}`);
  await new Promise((resolve, reject) => {
    channel.bind("pusher:subscription_succeeded", resolve);
    channel.bind("pusher:subscription_error", reject);
  });
  return { pusher, channel };
}

const once = (channel, event) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${event} was not received`)), 10_000).unref();
    channel.bind(event, (data, metadata) => resolve([data, metadata]));
  });

const [ada, grace] = await Promise.all([signUp("Ada"), signUp("Grace")]);
const room = await call(ada, "POST", "/rooms", { name: `pusher ${randomUUID()}` });
await call(grace, "PUT", `/rooms/${room.id}/members/${grace.user.id}`);

const first = await connect(ada, room);
say("Ada", "alone", first.channel.members.count);
const added = once(first.channel, "pusher:member_added");
const second = await connect(grace, room);
const names = [];
second.channel.members.each(({ info }) => names.push(info.name));
say("Grace", "sees", names.sort());
say("Ada", "sees", (await added)[0].info.name);

const typed = once(first.channel, "client-typing");
second.channel.trigger("client-typing", { since: "now" });
const [typing, { user_id: typist }] = await typed;
say("Ada", "typing", { ...typing, isGrace: typist === grace.user.id });

const heard = once(second.channel, "message.created");
const message = await call(ada, "POST", `/rooms/${room.id}/messages`, { body: "Hello 👋" });
const [received] = await heard;
say("Grace", "received", { body: received.body, isTheSame: JSON.stringify(received) === JSON.stringify(message) });

const removed = once(first.channel, "pusher:member_removed");
second.pusher.disconnect();
say("Ada", "without", (await removed)[0].info.name);
first.pusher.disconnect();
