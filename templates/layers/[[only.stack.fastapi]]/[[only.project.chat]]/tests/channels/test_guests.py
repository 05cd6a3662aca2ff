from datetime import timedelta

import pytest

from app.accounts import guests
from app.database import now
from tests.channels.listening import Phone
from tests.conftest import Start
from tests.conversation import membership, open_room
from tests.sign_in import Person


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
