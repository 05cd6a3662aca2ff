"""A list takes as many statements for many rows as for few."""

from starlette.testclient import TestClient

from tests.conversation import Json, membership, open_room, say
from tests.sign_in import Person, sign_up_at
from tests.statements import statements

# One of each is for the caller.
BOUNDS = {"/rooms": 4, "/rooms/{id}/members": 4, "/rooms/{id}/messages": 4}


def fill(person: Person, room: Json) -> None:
    guest = sign_up_at(person.client)
    guest("PUT", membership(room, guest))
    for number in range(5):
        say(guest, room, str(number))
        open_room(person)


def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(alice: Person, api: TestClient) -> None:
    room = open_room(alice)

    def counts() -> dict[str, int]:
        counted = {}
        for path in BOUNDS:
            with statements(api) as seen:
                assert alice.get(path.format(id=room["id"]) + "?limit=100").status_code == 200
            counted[path] = len(seen)
        return counted

    fill(alice, room)
    few = counts()
    fill(alice, room)
    assert counts() == few
    assert all(count <= BOUNDS[path] for path, count in few.items())
