/** What a client says on its connection, and what it hears back. */

import type { House } from "./connection.ts";
import {
  errorFrame,
  eventFrame,
  partsOf,
  readChannelData,
  readFrame,
  subscriptionError,
  type Parts,
  type Received,
} from "./frames.ts";
import type { Subscriber } from "./roster.ts";

const MOST_BYTES = 10 * 1024;
const EVENTS_A_SECOND = 10;

export class Conversation {
  readonly #connection: Subscriber;
  readonly #house: House;
  /** When the client sent its latest events. */
  readonly #latest: number[] = [];

  constructor(connection: Subscriber, house: House) {
    this.#connection = connection;
    this.#house = house;
  }

  async answer(text: string): Promise<void> {
    const received = readFrame(text);
    if (!received) {
      const rule = "A frame is a JSON object with an event.";
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
    const { hub, mayEnter, signer } = this.#house;
    const channel = textOf(parts.channel);
    const data = textOf(parts.channel_data);
    const refuse = (status: number, reason: string): void => {
      this.#connection.send(subscriptionError(channel, status, reason));
    };
    if (!signer.accepts(textOf(auth), this.#connection.id, channel, data)) {
      refuse(401, "The signature is wrong.");
      return;
    }
    const visitor = readChannelData(data);
    const isIn = await hub.subscribe(this.#connection, channel, visitor, () =>
      mayEnter(channel, visitor),
    );
    if (!isIn) {
      refuse(403, "You are no member of this room.");
    }
  }

  async #unsubscribe(channel: string): Promise<void> {
    if (this.#house.hub.visitor(this.#connection, channel)) {
      await this.#house.hub.unsubscribe(this.#connection, channel);
    }
  }

  /** Hand an event of this client, like `client-typing`, to the others on the channel. */
  async #passOn(received: Received): Promise<void> {
    const { hub } = this.#house;
    const { event, data = null } = received;
    const channel = textOf(received.channel);
    const visitor = hub.visitor(this.#connection, channel);
    if (!event.startsWith("client-")) {
      this.#refuse("Client events start with client-.");
    } else if (!visitor) {
      this.#refuse("Client events need a channel that this connection is on.");
    } else if (Buffer.byteLength(JSON.stringify(data)) > MOST_BYTES) {
      this.#refuse("A client event has at most 10 kB of data.");
    } else if (this.#isTooFast()) {
      this.#refuse("A client sends at most 10 events a second.");
    } else {
      const { userId } = visitor;
      const frame = eventFrame(event, data, { channel, userId });
      await hub.whisper(this.#connection, channel, frame);
    }
  }

  #refuse(reason: string): void {
    this.#connection.send(errorFrame(4301, reason));
  }

  /** Remembers this one unless it is too many. */
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
