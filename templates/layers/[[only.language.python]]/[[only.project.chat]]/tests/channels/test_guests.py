from datetime import timedelta

import pytest

from app.accounts import guests
from app.database import now
from tests.channels.listening import Phone
from tests.conftest import Start
from tests.conversation import membership, open_room
from tests.sign_in import Person


def test_an_old_guest_leaves_private_rooms_which_are_deleted_with_their_last_member(
    start: Start, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = start(demo=True)
    bob, old = Person(api, bob.session), Person(api, api.post("/api/v1/auth/guest").json())
    abandoned, kept = (open_room(bob, old, private=True) for _ in range(2))
    bob("DELETE", membership(abandoned, bob))

    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=25))
    api.post("/api/v1/auth/guest")
    again = [bob.post("/rooms", json={"name": room["name"]}).status_code for room in (abandoned, kept)]
    assert again == [201, 409]
    assert bob.get(f"/rooms/{kept['id']}").json()["member_count"] == 1


def test_connected_users_hear_that_an_old_guests_room_was_deleted(
    start: Start, bob: Person, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = start(demo=True)
    bob, old = Person(api, bob.session), Person(api, api.post("/api/v1/auth/guest").json())
    room = open_room(old, bob)
    here, everywhere = phone.listen(bob, room), phone.connect(api)
    everywhere.follow(bob, "private-rooms")

    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=25))
    api.post("/api/v1/auth/guest")
    for ear in (here, everywhere):
        ear.send("pusher:ping")  # the pong comes after the news

    assert here.expect("pusher:subscription_error")["status"] == 404
    assert everywhere.expect("room.deleted")["id"] == room["id"]
    assert bob("PUT", membership(room, bob)).status_code == 404
