"""What people do in a chat, for the tests to tell their stories with."""

import secrets
from typing import Any

from scaffolder.contracts.client import Client

Json = dict[str, Any]


def new_name() -> str:
    return f"room {secrets.token_hex(8)}"


def open_room(maker: Client, *guests: Client, **values: Any) -> Json:
    """Make a room with these members; guests come by themselves or, into a private room, are brought."""
    room: Json = maker.post("/rooms", json={"name": new_name(), **values}, expect=201).json()
    for guest in guests:
        (maker if room["private"] else guest).put(membership(room, guest), expect=204)
    return room


def membership(room: Json, user: Client) -> str:
    return f"/rooms/{room['id']}/members/{user.user['id']}"


def messages_of(room: Json) -> str:
    return f"/rooms/{room['id']}/messages"


def channel_of(room: Json) -> str:
    return f"presence-room-{room['id']}"


def say(author: Client, room: Json, body: str = "Hello") -> Json:
    message: Json = author.post(messages_of(room), json={"body": body}, expect=201).json()
    return message


def heard(reader: Client, room: Json, **query: Any) -> list[Json]:
    """The messages of a room, newest first, walked to the end."""
    return walk(reader, messages_of(room), **query)


def walk(reader: Client, path: str, *, validate: bool = True, **query: Any) -> list[Json]:
    items: list[Json] = []
    while True:
        page = reader.get(path, params=query, expect=200, validate=validate).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]


def bodies(messages: list[Json]) -> list[str]:
    return [message["body"] for message in messages]


def listed(reader: Client, room: Json) -> Json:
    """The room as the list of rooms shows it."""
    cursor: dict[str, str] = {}
    while True:
        page = reader.get("/rooms", params=cursor, expect=200).json()
        if found := [each for each in page["items"] if each["id"] == room["id"]]:
            return dict(found[0])
        assert page["next_cursor"], "the room is not in the list"
        cursor = {"cursor": page["next_cursor"]}


def unread(reader: Client, room: Json) -> int | None:
    count: int | None = listed(reader, room)["unread_count"]
    return count
