"""Guests of a chat are deleted after a day; time passes here by changing the database."""

import pytest

from scaffolder.contracts.chat.conversation import membership, open_room
from scaffolder.contracts.plugin import Boot
from scaffolder.contracts.servers import Launch, new_database
from scaffolder.contracts.wire import Wire

A_LONG_TIME_PASSES = "UPDATE users SET created_at = '2020-01-01 00:00:00' WHERE is_guest;"


def test_a_private_room_whose_last_member_was_an_old_guest_is_deleted(
    boot: Boot, launch: Launch, wire: Wire
) -> None:
    if launch.database is None or not launch.database.accepts_sql:
        pytest.skip("needs a client of the database server")
    url = new_database(launch)
    with boot(DATABASE_URL=url, DEMO="true") as server:
        alice, bob, old = server.sign_up(), server.sign_up(), wire.sign_up_as_guest(server.api)
        abandoned, kept = (open_room(alice, old, private=True) for _ in range(2))
        alice.delete(membership(abandoned, alice), expect=204)

        launch.database.execute(url, A_LONG_TIME_PASSES)
        wire.sign_up_as_guest(server.api)

        bob.post("/rooms", json={"name": abandoned["name"]}, expect=201)
        bob.post("/rooms", json={"name": kept["name"]}, expect=409)
        assert alice.get(f"/rooms/{kept['id']}", expect=200).json()["member_count"] == 1
