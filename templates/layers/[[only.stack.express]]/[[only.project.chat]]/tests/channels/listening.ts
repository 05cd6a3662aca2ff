/** A Pusher client, as much of it as the tests need. */

import { once, on } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import supertest from "supertest";
import { expect, onTestFinished } from "vitest";
import { WebSocket } from "ws";

import { createApp } from "../../src/app.ts";
import { serveWebSockets } from "../../src/channels/server.ts";
import { createServices, type Services } from "../../src/services.ts";
import type { Settings } from "../../src/settings.ts";
import { settings, type Api } from "../api.ts";
import type { RoomAnswer } from "../conversation.ts";
import { Person } from "../sign-in.ts";

/** A server that listens until the test ends. */
export interface Place {
  api: Api;
  address: string;
  services: Services;
  disconnectClients: () => void;
}

export async function open(
  changes: Partial<Settings> = {},
  parts: Partial<Services> = {},
): Promise<Place> {
  const services = {
    ...createServices({ ...settings, ...changes }),
    ...parts,
  };
  const app = createApp(services);
  const server = createServer(app);
  const { disconnectClients, close } = serveWebSockets(server, services);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    disconnectClients();
    server.close();
    await close();
    await services.database.destroy();
  });
  const address = `127.0.0.1:${String(port)}`;
  return { api: supertest(app), address, services, disconnectClients };
}

/** The same person at another server. */
export function at({ api }: Place, person: Person): Person {
  return new Person(api, person.session);
}

export function channelOf(room: RoomAnswer): string {
  return `presence-room-${room.id}`;
}

export function channelOfUser(person: Person): string {
  return `private-user-${person.session.user.id}`;
}

export interface Presence {
  ids: string[];
  hash: Record<string, { name: string }>;
  count: number;
}

export class Ear {
  readonly socket: WebSocket;
  readonly #frames: AsyncIterator<[Buffer]>;
  readonly #closed: Promise<[number]>;
  id = "";

  constructor({ address }: Place, path = "/app/chat?protocol=7") {
    this.socket = new WebSocket(`ws://${address}${path}`);
    this.#frames = on(this.socket, "message", {
      close: ["close"],
    }) as AsyncIterator<[Buffer]>;
    this.#closed = once(this.socket, "close") as Promise<[number]>;
    onTestFinished(() => {
      this.socket.terminate();
    });
  }

  static async connect(place: Place): Promise<Ear> {
    const ear = new Ear(place);
    const greeting = await ear.expect("pusher:connection_established");
    ear.id = (greeting as { socket_id: string }).socket_id;
    return ear;
  }

  static async listen(
    place: Place,
    person: Person,
    room: RoomAnswer,
  ): Promise<Ear> {
    const ear = await Ear.connect(place);
    await ear.subscribe(person, room);
    return ear;
  }

  send(event: string, data: unknown = {}, channel?: string): void {
    this.socket.send(JSON.stringify({ event, data, channel }));
  }

  async receive(): Promise<{ event: string; data: unknown }> {
    const next = await this.#frames.next();
    if (next.done) {
      throw new Error("The connection was closed.");
    }
    const { event, data } = JSON.parse(next.value[0].toString()) as {
      event: string;
      data: unknown;
    };
    const isText = typeof data === "string" && !event.startsWith("client-");
    return { event, data: isText ? (JSON.parse(data) as unknown) : data };
  }

  async expect(event: string): Promise<unknown> {
    const received = await this.receive();
    expect(received.event).toBe(event);
    return received.data;
  }

  async expectError(code: number): Promise<void> {
    expect(await this.expect("pusher:error")).toMatchObject({ code });
  }

  async expectRefusal(status: number): Promise<void> {
    const error = await this.expect("pusher:subscription_error");
    expect(error).toMatchObject({ type: "AuthError", status });
  }

  /** Nothing that was sent before this has reached this connection. */
  async expectNothing(): Promise<void> {
    this.send("pusher:ping");
    await this.expect("pusher:pong");
  }

  async expectClose(code: number): Promise<void> {
    expect((await this.#closed)[0]).toBe(code);
  }

  async authorization(person: Person, channel: string) {
    const form = { socket_id: this.id, channel_name: channel };
    const type = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await person.post("/broadcasting/auth", form, type);
    expect(answer.status).toBe(200);
    return answer.body as { auth: string; channel_data: string };
  }

  /** Listen to a private channel, on which nobody is present. */
  async follow(person: Person, channel: string): Promise<void> {
    const { auth } = await this.authorization(person, channel);
    this.send("pusher:subscribe", { channel, auth });
    await this.expect("pusher_internal:subscription_succeeded");
  }

  async subscribe(person: Person, room: RoomAnswer): Promise<Presence> {
    const channel = channelOf(room);
    const signed = await this.authorization(person, channel);
    this.send("pusher:subscribe", { channel, ...signed });
    const event = "pusher_internal:subscription_succeeded";
    const { presence } = (await this.expect(event)) as { presence: Presence };
    return presence;
  }
}
