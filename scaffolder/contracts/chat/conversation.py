"""Actions of chat users that several tests share."""

import secrets
from typing import Any

from scaffolder.contracts.client import Client

Json = dict[str, Any]


def new_name() -> str:
    return f"room {secrets.token_hex(8)}"


def open_room(creator: Client, *members: Client, **values: Any) -> Json:
    """Create a room with these members. They join by themselves; in a private room the creator adds them."""
    room: Json = creator.post("/rooms", json={"name": new_name(), **values}, expect=201).json()
    for member in members:
        (creator if room["private"] else member).put(membership(room, member), expect=204)
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


def all_messages(reader: Client, room: Json, **query: Any) -> list[Json]:
    """All messages of a room, newest first."""
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
    """The room as it appears in the list of rooms."""
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
