"""The reference chat: sqlite3, and Redis between processes when REDIS_URL is set. `python -m tests.references.chat`."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
import sqlite3
import sys
import time
import uuid
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from contextlib import AbstractAsyncContextManager
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import parse_qsl

import redis.asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.references.common import Refused, Settings, application, now_text, resource, serve
from tests.references.problem_details import (
    PREFIX,
    Accounts,
    Body,
    User,
    decode_cursor,
    encode_cursor,
    identifier,
    invalid,
    missing,
    page,
    page_size,
    render,
    text,
)

QUEUED_EVENTS = 256
CLIENT_EVENT_BYTES = 10 * 1024
CLIENT_EVENTS_A_SECOND = 10
IDEMPOTENCY_SECONDS = 24 * 3600
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL, password BLOB NOT NULL, created_at TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS rooms (
    id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
    topic TEXT, private INTEGER NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL, last_message_id TEXT
);
CREATE TABLE IF NOT EXISTS members (
    number INTEGER PRIMARY KEY AUTOINCREMENT, room_id TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    user_id TEXT NOT NULL, joined_at TEXT NOT NULL, read_id TEXT NOT NULL, UNIQUE (room_id, user_id)
);
CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, room_id TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    author_id TEXT NOT NULL, body TEXT NOT NULL, created_at TEXT NOT NULL, edited_at TEXT
);
CREATE INDEX IF NOT EXISTS messages_of_a_room ON messages (room_id, id);
CREATE TABLE IF NOT EXISTS idempotency (
    user_id TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, answer TEXT, at REAL NOT NULL,
    PRIMARY KEY (user_id, key)
);
"""

Row = sqlite3.Row


# Fan-out: one process in memory, several through Redis


class Fanout(Protocol):
    """Who is on which channel in all processes, and a way to reach them. Envelopes arrive in the order they were sent."""

    def lock(self, name: str) -> AbstractAsyncContextManager[Any]: ...
    async def send(self, envelope: dict[str, Any]) -> None: ...
    async def present(self, channel: str) -> dict[str, tuple[str, str]]: ...
    async def enter(self, channel: str, socket_id: str, who: tuple[str, str]) -> None: ...
    async def leave(self, channel: str, socket_id: str) -> None: ...
    def running(self, hub: "Hub") -> AbstractAsyncContextManager[None]: ...


class InMemory:
    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._present: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        self._hub: Hub

    def lock(self, name: str) -> AbstractAsyncContextManager[Any]:
        return self._locks[name]

    async def send(self, envelope: dict[str, Any]) -> None:
        self._hub.deliver(envelope)

    async def present(self, channel: str) -> dict[str, tuple[str, str]]:
        return dict(self._present[channel])

    async def enter(self, channel: str, socket_id: str, who: tuple[str, str]) -> None:
        self._present[channel][socket_id] = who

    async def leave(self, channel: str, socket_id: str) -> None:
        self._present[channel].pop(socket_id, None)

    @contextlib.asynccontextmanager
    async def running(self, hub: "Hub") -> AsyncIterator[None]:
        self._hub = hub
        yield


class ThroughRedis:
    def __init__(self, url: str) -> None:
        self._redis = redis.asyncio.from_url(url, decode_responses=True)

    def lock(self, name: str) -> AbstractAsyncContextManager[Any]:
        return self._redis.lock(f"lock:{name}", timeout=10, sleep=0.005)

    async def send(self, envelope: dict[str, Any]) -> None:
        await self._redis.publish("chat", json.dumps(envelope))

    async def present(self, channel: str) -> dict[str, tuple[str, str]]:
        found = await self._redis.hgetall(f"present:{channel}")
        return {str(socket_id): tuple(json.loads(who)) for socket_id, who in found.items()}

    async def enter(self, channel: str, socket_id: str, who: tuple[str, str]) -> None:
        await self._redis.hset(f"present:{channel}", socket_id, json.dumps(who))

    async def leave(self, channel: str, socket_id: str) -> None:
        await self._redis.hdel(f"present:{channel}", socket_id)

    @contextlib.asynccontextmanager
    async def running(self, hub: "Hub") -> AsyncIterator[None]:
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe("chat")

            async def listen() -> None:
                async for message in subscription.listen():
                    if message["type"] == "message":
                        hub.deliver(json.loads(message["data"]))

            listening = asyncio.create_task(listen())
            yield
            listening.cancel()
        await self._redis.aclose()


class Hub:
    """The connections of this process, and what happens on channels everywhere."""

    def __init__(self, fanout: Fanout) -> None:
        self.fanout = fanout
        self.subscribers: defaultdict[str, dict[str, Connection]] = defaultdict(dict)

    async def enter(self, connection: "Connection", channel: str, who: tuple[str, str]) -> None:
        """Under the channel's lock."""
        before = await self.fanout.present(channel)
        await self.fanout.enter(channel, connection.socket_id, who)
        users = dict([*before.values(), who])
        self.subscribers[channel][connection.socket_id] = connection
        named = {user_id: {"name": name} for user_id, name in users.items()}
        presence = {"ids": list(users), "hash": named, "count": len(users)}
        connection.event(
            "pusher_internal:subscription_succeeded", channel, json.dumps({"presence": presence})
        )
        if who[0] not in dict(before.values()):
            added = {"user_id": who[0], "user_info": {"name": who[1]}}
            await self.announce(channel, "pusher_internal:member_added", added, but=connection.socket_id)

    async def unsubscribe(self, socket_id: str, channel: str) -> None:
        async with self.fanout.lock(channel):
            self.subscribers[channel].pop(socket_id, None)
            before = await self.fanout.present(channel)
            await self.fanout.leave(channel, socket_id)
            user_id = before[socket_id][0] if socket_id in before else None
            if user_id and [who[0] for who in before.values()].count(user_id) == 1:
                await self.announce(channel, "pusher_internal:member_removed", {"user_id": user_id})

    async def expel(self, channel: str, user_id: str) -> None:
        """Take a user off a channel on all their connections, wherever these are."""
        async with self.fanout.lock(channel):
            before = await self.fanout.present(channel)
            gone = [socket_id for socket_id, who in before.items() if who[0] == user_id]
            for socket_id in gone:
                await self.fanout.leave(channel, socket_id)
            await self.fanout.send({"channel": channel, "expel": gone, "status": 403})
            if gone:
                await self.announce(channel, "pusher_internal:member_removed", {"user_id": user_id})

    async def close(self, channel: str) -> None:
        async with self.fanout.lock(channel):
            gone = list(await self.fanout.present(channel))
            for socket_id in gone:
                await self.fanout.leave(channel, socket_id)
            await self.fanout.send({"channel": channel, "expel": gone, "status": 404})

    async def announce(self, channel: str, event: str, data: dict[str, Any], but: str | None = None) -> None:
        frame = {"event": event, "channel": channel, "data": json.dumps(data, ensure_ascii=False)}
        await self.fanout.send({"channel": channel, "frame": frame, "but": but})

    def deliver(self, envelope: dict[str, Any]) -> None:
        here = self.subscribers[envelope["channel"]]
        for socket_id in envelope.get("expel", []):
            if connection := here.pop(socket_id, None):
                connection.refuse_subscription(
                    envelope["channel"], envelope["status"], "You are no member of this room."
                )
        if "frame" in envelope:
            for socket_id, connection in list(here.items()):
                if socket_id != envelope["but"]:
                    connection.send(envelope["frame"])


# The WebSocket


class Connection:
    """One client. Events wait in a bounded queue, so that a slow reader holds nobody up."""

    def __init__(self, chat: "Chat", socket: WebSocket) -> None:
        self.chat = chat
        self.socket = socket
        self.socket_id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"
        self.channels: dict[str, str] = {}
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(QUEUED_EVENTS)
        self._client_events: deque[float] = deque(maxlen=CLIENT_EVENTS_A_SECOND)
        self._writing: asyncio.Task[None]
        self._closing: asyncio.Task[None] | None = None

    def send(self, frame: dict[str, Any]) -> None:
        if self._closing:
            return
        try:
            self._queue.put_nowait(frame)
        except asyncio.QueueFull:
            self._writing.cancel()
            self._closing = asyncio.create_task(self.socket.close(4100, "too slow"))

    def event(self, event: str, channel: str | None = None, data: Any = None) -> None:
        self.send(
            {
                "event": event,
                **({"channel": channel} if channel is not None else {}),
                "data": {} if data is None else data,
            }
        )

    def error(self, code: int, message: str) -> None:
        self.event("pusher:error", data={"code": code, "message": message})

    def refuse_subscription(self, channel: str, status: int, why: str) -> None:
        self.event(
            "pusher:subscription_error", channel, {"type": "AuthError", "error": why, "status": status}
        )

    async def run(self) -> None:
        timeout = self.chat.activity_timeout
        opened = {"socket_id": self.socket_id, "activity_timeout": timeout}
        self._writing = asyncio.create_task(self._write())
        self.event("pusher:connection_established", data=json.dumps(opened))
        try:
            while (text := await self._heard(timeout)) is not None:
                await self._take(text)
        except WebSocketDisconnect:
            pass
        finally:
            self._writing.cancel()
            # Shielded: a server that stops cancels this task, and the others must still see the user go.
            await asyncio.shield(self._leave())

    async def _leave(self) -> None:
        for channel, here in list(self.chat.hub.subscribers.items()):
            if self.socket_id in here:
                await self.chat.hub.unsubscribe(self.socket_id, channel)

    async def _write(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self.socket.send_text(json.dumps(await self._queue.get(), ensure_ascii=False))

    async def _heard(self, timeout: float) -> str | None:
        """The next frame, or None when the client stayed silent after a ping."""
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._frame(), timeout)
        self.event("pusher:ping")
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self._frame(), min(30, timeout))
        await self.socket.close(4201, "no answer to a ping")
        return None

    async def _frame(self) -> str:
        message = await self.socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        return message.get("text") or ""

    async def _take(self, text: str) -> None:
        try:
            frame = json.loads(text)
            event, data = frame["event"], frame.get("data")
            if not isinstance(event, str):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.error(4300, "A frame is a JSON object with an event.")
            return
        match event:
            case "pusher:ping":
                self.event("pusher:pong")
            case "pusher:pong":
                pass
            case "pusher:subscribe":
                await self._subscribe(data if isinstance(data, dict) else {})
            case "pusher:unsubscribe":
                channel = data.get("channel") if isinstance(data, dict) else None
                if isinstance(channel, str) and self.socket_id in self.chat.hub.subscribers[channel]:
                    await self.chat.hub.unsubscribe(self.socket_id, channel)
            case _:
                await self._client_event(frame)

    async def _subscribe(self, data: dict[str, Any]) -> None:
        channel, auth, channel_data = (
            str(data.get(name, "")) for name in ("channel", "auth", "channel_data")
        )
        right = self.chat.signature(f"{self.socket_id}:{channel}:{channel_data}")
        if not hmac.compare_digest(auth.encode(errors="replace"), right.encode()):
            self.refuse_subscription(channel, 401, "The signature is wrong.")
            return
        claims = json.loads(channel_data)
        user_id = self.channels[channel] = claims["user_id"]
        # Whoever removes a member takes the same lock next, so that nobody slips in after being removed.
        async with self.chat.hub.fanout.lock(channel):
            if self.chat.member(channel.removeprefix("presence-room-"), user_id):
                await self.chat.hub.enter(self, channel, (user_id, claims["user_info"]["name"]))
            else:
                self.refuse_subscription(channel, 403, "You are no member of this room.")

    async def _client_event(self, sent: dict[str, Any]) -> None:
        event, channel, data = sent["event"], sent.get("channel"), sent.get("data")
        now = time.monotonic()
        if not event.startswith("client-"):
            self.error(4301, "Client events start with client-.")
        elif not isinstance(channel, str) or self.socket_id not in self.chat.hub.subscribers[channel]:
            self.error(4301, "Client events need a channel one is subscribed to.")
        elif len(json.dumps(data, ensure_ascii=False).encode(errors="replace")) > CLIENT_EVENT_BYTES:
            self.error(4301, "A client event has at most 10 kB of data.")
        elif len(self._client_events) == CLIENT_EVENTS_A_SECOND and now - self._client_events[0] < 1:
            self.error(4301, "At most 10 client events a second.")
        else:
            self._client_events.append(now)
            frame = {"event": event, "channel": channel, "data": data, "user_id": self.channels[channel]}
            await self.chat.hub.fanout.send({"channel": channel, "frame": frame, "but": self.socket_id})


# What is kept, and the REST operations


class Users(MutableMapping[str, User]):
    """Users by one of their columns, in the database that all processes share."""

    def __init__(self, chat: "Chat", column: str) -> None:
        self._chat = chat
        self._column = column

    def __getitem__(self, key: str) -> User:
        row = self._chat.database.execute(f"SELECT * FROM users WHERE {self._column} = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return User(*row[:-1])

    def __setitem__(self, _: str, user: User) -> None:
        values = user.id, user.email, user.name, user.password, user.created_at, user.email.casefold()
        self._chat.database.execute("INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?, ?, ?)", values)

    def __delitem__(self, key: str) -> None:
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


class Chat:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.key = os.environ.get("PUSHER_KEY", "chat")
        derived = hmac.new(settings.secret_key.encode(), b"pusher", hashlib.sha256).hexdigest()
        self.secret = os.environ.get("PUSHER_SECRET", derived)
        if settings.environment == "production" and len(self.secret) < 32:
            sys.exit("PUSHER_SECRET must have at least 32 characters in production.")
        self.activity_timeout = int(os.environ.get("ACTIVITY_TIMEOUT", "120"))
        self.accounts = Accounts(settings)
        self.accounts.users = Users(self, "id")  # type: ignore[assignment]
        self.accounts.by_email = Users(self, "email_key")  # type: ignore[assignment]
        redis_url = os.environ.get("REDIS_URL")
        self.hub = Hub(ThroughRedis(redis_url) if redis_url else InMemory())

    @cached_property
    def database(self) -> sqlite3.Connection:
        path = self.settings.database_url.removeprefix("sqlite:///")
        database = sqlite3.connect(path, isolation_level=None, timeout=10)
        database.row_factory = Row
        database.executescript(SCHEMA)
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        return database

    def signature(self, signed: str) -> str:
        return f"{self.key}:{hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256).hexdigest()}"

    # Rooms

    async def list_rooms(self, request: Request) -> Response:
        me, size, before = self.accounts.caller(request), page_size(request), cursor_of(request, int)
        rows = self.database.execute(
            """SELECT * FROM rooms WHERE number < ? AND
               (NOT private OR id IN (SELECT room_id FROM members WHERE user_id = ?)) ORDER BY number DESC LIMIT ?""",
            (2**62 if before is None else before, me.id, size + 1),
        ).fetchall()
        return paged(request, rows, size, show=lambda row: self.room_json(row, me), key="number")

    async def create_room(self, request: Request) -> Response:
        me, body = self.accounts.caller(request), await Body.read(request)
        name, about = body.take("name", words(80)), body.take("topic", topic, None)
        private = body.take("private", flag, False)
        body.finish()
        room_id = str(uuid.uuid4())
        with taken_name_is_a_conflict():
            self.database.execute(
                "INSERT INTO rooms SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, NULL FROM rooms",
                (room_id, name, name.casefold(), about, private, me.id, now_text()),
            )
        self.add(room_id, me.id)
        room = self.room_json(self.visible_room(room_id, me), me)
        return JSONResponse(room, 201, headers={"Location": f"{PREFIX}/rooms/{room_id}"})

    async def get_room(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        return JSONResponse(self.room_json(self.visible_room(id_in(request, "room_id"), me), me))

    async def update_room(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room = made_by(self.visible_room(id_in(request, "room_id"), me), me)
        body = await Body.read(request)
        name, about = body.take("name", words(80), room["name"]), body.take("topic", topic, room["topic"])
        body.finish()
        with taken_name_is_a_conflict():
            self.database.execute(
                "UPDATE rooms SET name = ?, name_key = ?, topic = ? WHERE id = ?",
                (name, name.casefold(), about, room["id"]),
            )
        return JSONResponse(self.room_json(self.visible_room(room["id"], me), me))

    async def delete_room(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room = made_by(self.visible_room(id_in(request, "room_id"), me), me)
        self.database.execute("DELETE FROM rooms WHERE id = ?", (room["id"],))
        await self.hub.close(channel_of(room["id"]))
        return Response(status_code=204)

    def visible_room(self, room_id: str, user: User) -> Row:
        room: Row | None = self.database.execute("SELECT * FROM rooms WHERE id = ?", (room_id,)).fetchone()
        if room is None or (room["private"] and not self.member(room["id"], user.id)):
            raise missing()
        return room

    def joined_room(self, request: Request, user: User) -> Row:
        room = self.visible_room(id_in(request, "room_id"), user)
        if not self.member(room["id"], user.id):
            raise Refused(403, "Only members of the room may do this.")
        return room

    def room_json(self, room: Row, user: User) -> dict[str, Any]:
        mine = self.member(room["id"], user.id)
        unread = self.database.execute(
            "SELECT count(*) FROM messages WHERE room_id = ? AND id > ? AND author_id != ?",
            (room["id"], mine["read_id"] if mine else "", user.id),
        ).fetchone()[0]
        count = self.database.execute(
            "SELECT count(*) FROM members WHERE room_id = ?", (room["id"],)
        ).fetchone()[0]
        return {
            **{name: room[name] for name in ("id", "name", "topic", "created_by", "created_at")},
            "private": bool(room["private"]),
            "member_count": count,
            "unread_count": unread if mine else None,
        }

    # Members

    async def list_members(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room = self.visible_room(id_in(request, "room_id"), me)
        size, after = page_size(request), cursor_of(request, int)
        rows = self.database.execute(
            """SELECT number, users.id, users.name, joined_at FROM members JOIN users ON users.id = user_id
               WHERE room_id = ? AND number > ? ORDER BY number LIMIT ?""",
            (room["id"], 0 if after is None else after, size + 1),
        ).fetchall()
        return paged(
            request,
            rows,
            size,
            show=lambda row: {name: row[name] for name in ("id", "name", "joined_at")},
            key="number",
        )

    async def add_member(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room, user_id = self.visible_room(id_in(request, "room_id"), me), id_in(request, "user_id")
        if user_id != me.id:
            if not room["private"]:
                raise Refused(403, "Everybody joins a public room themselves.")
            if user_id not in self.accounts.users:
                raise missing()
        self.add(room["id"], user_id)
        return Response(status_code=204)

    async def remove_member(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room, user_id = self.visible_room(id_in(request, "room_id"), me), id_in(request, "user_id")
        if user_id != me.id:
            made_by(room, me)
        self.database.execute("DELETE FROM members WHERE room_id = ? AND user_id = ?", (room["id"], user_id))
        await self.hub.expel(channel_of(room["id"]), user_id)
        return Response(status_code=204)

    def member(self, room_id: str, user_id: str) -> Row | None:
        found: Row | None = self.database.execute(
            "SELECT * FROM members WHERE room_id = ? AND user_id = ?", (room_id, user_id)
        ).fetchone()
        return found

    def add(self, room_id: str, user_id: str) -> None:
        self.database.execute(
            """INSERT OR IGNORE INTO members (room_id, user_id, joined_at, read_id)
               SELECT id, ?, ?, coalesce(last_message_id, '') FROM rooms WHERE id = ?""",
            (user_id, now_text(), room_id),
        )

    # Messages

    async def list_messages(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room = self.joined_room(request, me)
        size, cursor = page_size(request), cursor_of(request, str)
        before, after = id_parameter(request, "before"), id_parameter(request, "after")
        older_than = min(each for each in (before, cursor, "~") if each is not None)
        rows = self.database.execute(
            "SELECT * FROM messages WHERE room_id = ? AND id < ? AND id > ? ORDER BY id DESC LIMIT ?",
            (room["id"], older_than, after or "", size + 1),
        ).fetchall()
        return paged(request, rows, size, show=self.message_json, key="id")

    async def create_message(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room = self.joined_room(request, me)
        said = await body_of_a_message(request)
        key, asked = idempotency_key(request), json.dumps([room["id"], said])
        if key and (earlier := self.claim(me.id, key, asked)):
            return created(json.loads(earlier))
        try:
            message = await self.post(room["id"], me.id, said)
        except BaseException:
            self.database.execute("DELETE FROM idempotency WHERE user_id = ? AND key = ?", (me.id, key))
            raise
        self.database.execute(
            "UPDATE idempotency SET answer = ? WHERE user_id = ? AND key = ?",
            (json.dumps(message), me.id, key),
        )
        return created(message)

    def claim(self, user_id: str, key: str, asked: str) -> str | None:
        """Take a key for this request, or return the answer that it got before."""
        self.database.execute("DELETE FROM idempotency WHERE at < ?", (time.time() - IDEMPOTENCY_SECONDS,))
        taken = self.database.execute(
            "INSERT OR IGNORE INTO idempotency VALUES (?, ?, ?, NULL, ?)", (user_id, key, asked, time.time())
        )
        if taken.rowcount:
            return None
        earlier = self.database.execute(
            "SELECT request, answer FROM idempotency WHERE user_id = ? AND key = ?", (user_id, key)
        ).fetchone()
        if earlier["request"] != asked:
            raise invalid("/Idempotency-Key", "was used for another request")
        if earlier["answer"] is None:
            raise Refused(409, "The first request with this key is still running.")
        return str(earlier["answer"])

    async def post(self, room_id: str, author_id: str, said: str) -> dict[str, Any]:
        # The lock makes one order of ids, rows and events, also across processes.
        async with self.hub.fanout.lock(f"messages:{room_id}"):
            last = self.database.execute(
                "SELECT last_message_id FROM rooms WHERE id = ?", (room_id,)
            ).fetchone()
            if last is None:
                raise missing()
            new_id = id_after(last[0])
            self.database.execute("UPDATE rooms SET last_message_id = ? WHERE id = ?", (new_id, room_id))
            self.database.execute(
                "INSERT INTO messages VALUES (?, ?, ?, ?, ?, NULL)",
                (new_id, room_id, author_id, said, now_text()),
            )
            message = self.message_json(self.message(new_id))
            # A real database takes its time here; without that no two requests would ever meet.
            await asyncio.sleep(secrets.randbelow(3) / 1000)
            await self.hub.announce(channel_of(room_id), "message.created", message)
        return message

    async def get_message(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        return JSONResponse(self.message_json(self.visible_message(request, me)))

    async def update_message(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        message = written_by(self.visible_message(request, me), me)
        said = await body_of_a_message(request)
        async with self.hub.fanout.lock(f"messages:{message['room_id']}"):
            self.database.execute(
                "UPDATE messages SET body = ?, edited_at = ? WHERE id = ?", (said, now_text(), message["id"])
            )
            updated = self.message_json(self.visible_message(request, me))
            await self.hub.announce(channel_of(message["room_id"]), "message.updated", updated)
        return JSONResponse(updated)

    async def delete_message(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        message = written_by(self.visible_message(request, me), me)
        async with self.hub.fanout.lock(f"messages:{message['room_id']}"):
            self.database.execute("DELETE FROM messages WHERE id = ?", (message["id"],))
            await self.hub.announce(
                channel_of(message["room_id"]), "message.deleted", self.message_json(message)
            )
        return Response(status_code=204)

    async def mark_read(self, request: Request) -> Response:
        me = self.accounts.caller(request)
        room = self.joined_room(request, me)
        body = await Body.read(request)
        read_id = body.take("message_id", message_id)
        body.finish()
        message = self.message(read_id)
        if message is None or message["room_id"] != room["id"]:
            raise invalid("/message_id", "is no message of this room")
        self.database.execute(
            "UPDATE members SET read_id = ? WHERE room_id = ? AND user_id = ?", (read_id, room["id"], me.id)
        )
        return Response(status_code=204)

    def message(self, message_id: str) -> Row:
        found: Row = self.database.execute("SELECT * FROM messages WHERE id = ?", (message_id,)).fetchone()
        return found

    def visible_message(self, request: Request, user: User) -> Row:
        message = self.message(id_in(request, "message_id"))
        if message is None or not self.member(message["room_id"], user.id):
            raise missing()
        return message

    def message_json(self, message: Row) -> dict[str, Any]:
        author = self.accounts.users[message["author_id"]]
        return {
            **{name: message[name] for name in ("id", "room_id", "body", "created_at", "edited_at")},
            "author": {"id": author.id, "name": author.name},
        }

    # Broadcasting

    async def config(self, _: Request) -> Response:
        return JSONResponse({"key": self.key})

    async def authorize(self, request: Request) -> Response:
        me, body = self.accounts.caller(request), await form_or_json(request)
        socket, channel = body.take("socket_id", socket_id), body.take("channel_name", text(1, 200))
        body.finish()
        if not channel.startswith("presence-room-") or not self.member(
            channel[len("presence-room-") :], me.id
        ):
            raise Refused(403, "The channel is not one of a room that you are a member of.")
        data = json.dumps({"user_id": me.id, "user_info": {"name": me.name}}, ensure_ascii=False)
        return JSONResponse({"auth": self.signature(f"{socket}:{channel}:{data}"), "channel_data": data})

    async def connect(self, socket: WebSocket) -> None:
        await socket.accept()
        refusal = None
        if socket.path_params["key"] != self.key:
            refusal = 4001, "There is no such key."
        elif socket.query_params.get("protocol") != "7":
            refusal = 4007, "The protocol is not supported; use 7."
        if refusal:
            code, message = refusal
            await socket.send_text(
                json.dumps({"event": "pusher:error", "data": {"code": code, "message": message}})
            )
            await socket.close(code, message)
            return
        await Connection(self, socket).run()

    def routes(self) -> list[BaseRoute]:
        room, message = f"{PREFIX}/rooms/{{room_id}}", f"{PREFIX}/messages/{{message_id}}"
        return [
            *self.accounts.routes(),
            resource(f"{PREFIX}/rooms", GET=self.list_rooms, POST=self.create_room),
            resource(room, GET=self.get_room, PATCH=self.update_room, DELETE=self.delete_room),
            resource(f"{room}/members", GET=self.list_members),
            resource(f"{room}/members/{{user_id}}", PUT=self.add_member, DELETE=self.remove_member),
            resource(f"{room}/messages", GET=self.list_messages, POST=self.create_message),
            resource(f"{room}/read", PUT=self.mark_read),
            resource(message, GET=self.get_message, PATCH=self.update_message, DELETE=self.delete_message),
            resource(f"{PREFIX}/broadcasting/config", GET=self.config),
            resource(f"{PREFIX}/broadcasting/auth", POST=self.authorize),
            resource("/", GET=web_client),
            WebSocketRoute("/app/{key}", self.connect),
        ]

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self.hub.fanout.running(self.hub):
            yield


async def web_client(_: Request) -> Response:
    page = '<!doctype html><html lang="en"><title>Chat</title><main id="chat"></main></html>'
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


# Requests and answers


def channel_of(room_id: str) -> str:
    return f"presence-room-{room_id}"


def id_after(last: str | None) -> str:
    """A UUIDv7 of now, or the next id after `last` when that is not earlier."""
    milliseconds = int(time.time() * 1000)
    value = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=max(value, uuid.UUID(last).int + 1 if last else 0)))


@contextlib.contextmanager
def taken_name_is_a_conflict() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError:
        raise Refused(409, "A room of this name exists.") from None


def made_by(room: Row, user: User) -> Row:
    if room["created_by"] != user.id:
        raise Refused(403, "Only the maker of a room may do this.")
    return room


def written_by(message: Row, user: User) -> Row:
    if message["author_id"] != user.id:
        raise Refused(403, "Only the author of a message may do this.")
    return message


def id_in(request: Request, name: str) -> str:
    return identifier(request.path_params[name])


async def body_of_a_message(request: Request) -> str:
    body = await Body.read(request)
    said: str = body.take("body", words(4000))
    body.finish()
    return said


def words(most: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not any(each > " " for each in text(1, most)(value)):
            raise ValueError("must not be blank")
        return str(value)

    return check


def topic(value: Any) -> str | None:
    return None if value is None else text(1, 250)(value)


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - a wrong value, reported as such
    return value


def message_id(value: Any) -> str:
    if not isinstance(value, str) or not UUID.fullmatch(value):
        raise ValueError("must be the id of a message")
    return value.lower()


def socket_id(value: Any) -> str:
    if not re.fullmatch(r"[0-9]+\.[0-9]+", text(3, 64)(value)):
        raise ValueError("must be the socket_id of a connection")
    return str(value)


def idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise invalid("/Idempotency-Key", "must be 1 to 255 printable ASCII characters")
    return key


async def form_or_json(request: Request) -> Body:
    if (
        request.headers.get("content-type", "").split(";")[0].strip().lower()
        != "application/x-www-form-urlencoded"
    ):
        return await Body.read(request, "application/json", "application/x-www-form-urlencoded")
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, errors="strict")
    except ValueError:
        raise Refused(400, "The body is no form.") from None
    return Body(dict(pairs))


def cursor_of(request: Request, kind: type[int] | type[str]) -> Any:
    given = request.query_params.get("cursor")
    if given is None:
        return None
    match decode_cursor(given):
        case {"after": value} if type(value) is kind and (not isinstance(value, int) or 0 <= value < 2**62):
            return value
    raise invalid("/cursor", "is not a cursor of this list")


def id_parameter(request: Request, name: str) -> str | None:
    try:
        return message_id(request.query_params[name]) if name in request.query_params else None
    except ValueError as error:
        raise invalid(f"/{name}", str(error)) from None


def paged(request: Request, rows: list[Row], size: int, *, show: Callable[[Row], Any], key: str) -> Response:
    """Answer a page from up to one row more than it has."""
    items = [show(row) for row in rows[:size]]
    return page(request, items, encode_cursor({"after": rows[size - 1][key]}) if len(rows) > size else None)


def created(message: dict[str, Any]) -> Response:
    return JSONResponse(message, 201, headers={"Location": f"{PREFIX}/messages/{message['id']}"})


def build(settings: Settings) -> ASGIApp:
    chat = Chat(settings)
    return application(
        project="chat", settings=settings, routes=chat.routes(), render=render, lifespan=chat.lifespan
    )


if __name__ == "__main__":
    configured = Settings.read()
    serve(build(configured), configured)
