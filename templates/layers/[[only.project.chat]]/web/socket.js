// A client of the Pusher Channels protocol, version 7, that reconnects automatically.

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5_000;
const PATIENCE = 10_000;

export class Socket {
  #socket = null;
  #channels = new Set();
  #failures = 0;
  #timer = 0;
  #open = false;

  // `authorize(socketId, channel)` returns the signature; `on` has a function for each of: connected, disconnected,
  // subscribed(channel, presence), refused(channel, status), event(name, channel, data, userId).
  constructor({ key, authorize, on }) {
    this.key = key;
    this.authorize = authorize;
    this.on = on;
  }

  connect() {
    clearTimeout(this.#timer);
    this.#open = true;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/app/${this.key}?protocol=7&client=web&version=1`);
    this.#socket = socket;
    this.#expectSomething(PATIENCE, () => socket.close());
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = () => socket === this.#socket && this.#lost();
  }

  close() {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  // The network is back, or the page is visible again: reconnect now.
  hurry() {
    if (this.#open && this.#socket === null) this.connect();
  }

  subscribe(channel) {
    if (this.#channels.has(channel)) return;
    this.#channels.add(channel);
    if (this.socketId) this.#enter(channel);
  }

  unsubscribe(channel) {
    if (this.#channels.delete(channel)) this.send("pusher:unsubscribe", { channel });
  }

  send(event, data, channel) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ event, data, channel }));
  }

  #receive({ event, data, channel, user_id: userId }) {
    this.#keepAlive();
    const content = typeof data === "string" && !event.startsWith("client-") ? JSON.parse(data) : data;
    if (event === "pusher:connection_established") {
      this.socketId = content.socket_id;
      this.activityTimeout = content.activity_timeout * 1000;
      this.#failures = 0;
      this.#keepAlive();
      for (const each of this.#channels) this.#enter(each);
      this.on.connected();
    } else if (event === "pusher:ping") {
      this.send("pusher:pong", {});
    } else if (event === "pusher_internal:subscription_succeeded") {
      this.on.subscribed(channel, content.presence);
    } else if (event === "pusher:subscription_error") {
      this.#channels.delete(channel);
      this.on.refused(channel, content.status);
    } else if (channel) {
      this.on.event(event, channel, content, userId);
    }
  }

  async #enter(channel) {
    const { socketId } = this;
    try {
      const signature = await this.authorize(socketId, channel);
      if (socketId === this.socketId) this.send("pusher:subscribe", { channel, ...signature });
    } catch (problem) {
      if (problem.status === 403) {
        this.#channels.delete(channel);
        this.on.refused(channel, 403);
      } else if (socketId === this.socketId) {
        this.#socket?.close();
      }
    }
  }

  #keepAlive() {
    this.#expectSomething(this.activityTimeout ?? PATIENCE, () => {
      this.send("pusher:ping", {});
      this.#expectSomething(PATIENCE, () => this.#lost());
    });
  }

  #expectSomething(milliseconds, otherwise) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(otherwise, milliseconds);
  }

  #lost() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.socketId = undefined;
    socket?.close();
    this.on.disconnected();
    if (!this.#open) return;
    // Random delays, so that not all clients reconnect to a restarted server at once.
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures) * (0.5 + Math.random());
    this.#failures += 1;
    this.#timer = setTimeout(() => this.connect(), wait);
  }
}
