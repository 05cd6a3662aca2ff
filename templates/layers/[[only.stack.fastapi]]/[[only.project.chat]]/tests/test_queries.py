"""A list takes as many statements for many rows as for few."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from app.database import Database
from app.pagination import stretches
from tests.conftest import fastapi
from tests.conversation import Json, membership, messages_of, open_room, say
from tests.sign_in import Person, sign_up_at


@contextmanager
def statements(api: TestClient) -> Iterator[list[str]]:
    database: Database = fastapi(api).state.database
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


def fill(person: Person, room: Json) -> None:
    guest = sign_up_at(person.client)
    guest("PUT", membership(room, guest))
    for number in range(5):
        say(guest, room, str(number))
        open_room(person)


# One of each is for the caller.
@pytest.mark.parametrize(("path", "bound"), [("/rooms", 4), ("{room}/members", 4), ("{room}/messages", 4)])
def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(
    path: str, bound: int, alice: Person, api: TestClient
) -> None:
    room = open_room(alice)
    path = path.format(room=messages_of(room).removesuffix("/messages")) + "?limit=100"
    fill(alice, room)
    with statements(api) as few:
        alice.get(path)
    fill(alice, room)
    with statements(api) as many:
        assert alice.get(path).status_code == 200
    assert len(few) == len(many) <= bound


@pytest.mark.parametrize("path", ["/rooms", "{room}/members", "{room}/messages"])
def test_the_statements_of_a_list_are_built_once(path: str, alice: Person) -> None:
    first, second = (messages_of(open_room(alice)).removesuffix("/messages") for _ in range(2))
    alice.get(path.format(room=first))
    built = stretches.cache_info().misses
    alice.get(path.format(room=second))
    assert stretches.cache_info().misses == built
