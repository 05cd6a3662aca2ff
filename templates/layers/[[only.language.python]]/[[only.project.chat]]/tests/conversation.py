"""Requests of people in a chat, for the tests."""

from typing import Any
from uuid import uuid4

from tests.sign_in import Person

Json = dict[str, Any]


def open_room(maker: Person, *guests: Person, **values: Any) -> Json:
    """Create a room with these members. Guests join a public room, and are added to a private one."""
    answer = maker.post("/rooms", {"name": f"room {uuid4()}"} | values)
    assert answer.status_code == 201, answer.text
    room: Json = answer.json()
    for guest in guests:
        by = maker if room["private"] else guest
        assert by("PUT", membership(room, guest)).status_code == 204
    return room


def id_of(person: Person) -> str:
    return str(person.session["user"]["id"])


def membership(room: Json, person: Person) -> str:
    return f"/rooms/{room['id']}/members/{id_of(person)}"


def messages_of(room: Json) -> str:
    return f"/rooms/{room['id']}/messages"


def say(author: Person, room: Json, body: str = "Hello") -> Json:
    answer = author.post(messages_of(room), {"body": body})
    assert answer.status_code == 201, answer.text
    message: Json = answer.json()
    return message


def heard(reader: Person, room: Json, query: str = "") -> list[Json]:
    messages: list[Json] = reader.get(f"{messages_of(room)}?limit=100{query}").json()["items"]
    return messages


def unread(reader: Person, room: Json) -> int | None:
    count: int | None = reader.get(f"/rooms/{room['id']}").json()["unread_count"]
    return count
