/** Handles the events of a client, and responds to them. */

import type { Logger } from "pino";

import {
  errorFrame,
  eventFrame,
  partsOf,
  readChannelData,
  readFrame,
  subscriptionError,
  type Parts,
  type Received,
  type PresentUser,
} from "./frames.ts";
import type { Hub } from "./hub.ts";
import type { Subscriber } from "./subscriptions.ts";
import type { Signer } from "./signatures.ts";

const MOST_SUBSCRIPTIONS = 100;
const LONGEST_NAME = 200;
const MOST_BYTES = 10 * 1024;
const EVENTS_A_SECOND = 10;

export interface ConnectionServices {
  hub: Hub;
  signer: Signer;
  logger: Logger;
  /** In seconds. */
  activityTimeout: number;
  maySubscribe: (
    channel: string,
    signInId: string,
    user: PresentUser | undefined,
  ) => Promise<boolean>;
}

export class FrameHandler {
  readonly #connection: Subscriber;
  readonly #services: ConnectionServices;
  /** The times of the client's latest events. */
  readonly #latest: number[] = [];

  constructor(connection: Subscriber, services: ConnectionServices) {
    this.#connection = connection;
    this.#services = services;
  }

  async handle(text: string): Promise<void> {
    const received = readFrame(text);
    if (!received) {
      const rule = "A frame must be a JSON object with an event.";
      this.#connection.send(errorFrame(4300, rule));
      return;
    }
    switch (received.event) {
      case "pusher:ping":
        this.#connection.send(eventFrame("pusher:pong", {}));
        break;
      case "pusher:pong":
        break;
      case "pusher:subscribe":
        await this.#subscribe(partsOf(received.data));
        break;
      case "pusher:unsubscribe":
        await this.#unsubscribe(textOf(partsOf(received.data).channel));
        break;
      default:
        await this.#passOn(received);
    }
  }

  async #subscribe({ auth, ...parts }: Parts): Promise<void> {
    const { hub, signer } = this.#services;
    const channel = textOf(parts.channel);
    const data = textOf(parts.channel_data);
    const refuse = (status: number, reason: string): void => {
      this.#connection.send(subscriptionError(channel, status, reason));
    };
    if (!signer.accepts(textOf(auth), this.#connection.id, channel, data)) {
      refuse(401, "The signature is wrong.");
      return;
    }
    const subscriptions = hub.subscriptions.channelsOf(this.#connection);
    const isFull = subscriptions.size === MOST_SUBSCRIPTIONS;
    if (isFull && !subscriptions.has(channel)) {
      const most = String(MOST_SUBSCRIPTIONS);
      refuse(429, `A connection has at most ${most} channels.`);
      return;
    }
    const user = data === "" ? undefined : readChannelData(data);
    if (!(await this.#enter(channel, user))) {
      refuse(403, "You may not subscribe to this channel.");
    }
  }

  /** Subscribe for the session that requested the signature, unless it has ended or lost access. */
  async #enter(
    channel: string,
    user: PresentUser | undefined,
  ): Promise<boolean> {
    const { hub, maySubscribe } = this.#services;
    const signIn = await hub.fanout.signInOf(this.#connection.id, channel);
    if (signIn === undefined) {
      return false;
    }
    const may = () => maySubscribe(channel, signIn, user);
    const isIn = user
      ? await hub.subscribe(this.#connection, channel, user, may)
      : await hub.listen(this.#connection, channel, may);
    if (isIn) {
      this.#connection.signIns.add(signIn);
    }
    return isIn;
  }

  async #unsubscribe(channel: string): Promise<void> {
    await this.#services.hub.unsubscribe(this.#connection, channel);
  }

  /** Forward an event of this client, such as `client-typing`, to the others on the channel. */
  async #passOn(received: Received): Promise<void> {
    const { hub } = this.#services;
    const { event, data = null } = received;
    const channel = textOf(received.channel);
    const user = hub.subscriptions.userOf(this.#connection, channel);
    if (!event.startsWith("client-")) {
      this.#refuse("Client events start with client-.");
    } else if (Array.from(event).length > LONGEST_NAME) {
      this.#refuse("The name of an event has at most 200 characters.");
    } else if (!user) {
      this.#refuse("Client events need a channel that this connection is on.");
    } else if (Buffer.byteLength(JSON.stringify(data)) > MOST_BYTES) {
      this.#refuse("A client event has at most 10 kB of data.");
    } else if (this.#isTooFast()) {
      this.#refuse("A client sends at most 10 events a second.");
    } else {
      const { userId } = user;
      const frame = eventFrame(event, data, { channel, userId });
      await hub.sendToOthers(this.#connection, channel, frame);
    }
  }

  #refuse(reason: string): void {
    this.#connection.send(errorFrame(4301, reason));
  }

  /** Records this event unless there are too many. */
  #isTooFast(): boolean {
    const now = performance.now();
    const [oldest = 0] = this.#latest;
    if (this.#latest.length === EVENTS_A_SECOND) {
      if (now - oldest < 1000) {
        return true;
      }
      this.#latest.shift();
    }
    this.#latest.push(now);
    return false;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
