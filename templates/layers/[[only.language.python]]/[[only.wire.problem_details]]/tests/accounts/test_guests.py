from datetime import timedelta

import pytest

from app.accounts import guests
from app.database import now
from tests.conftest import Start
from tests.sign_in import Person, sign_up_at


def test_a_guest_is_deleted_after_a_day(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    api = start(demo=True)
    alice, old = sign_up_at(api, name="Alice"), Person(api, api.post("/api/v1/auth/guest").json())

    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=23))
    api.post("/api/v1/auth/guest")
    assert old.get("/me").status_code == 200
    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=25))
    new = Person(api, api.post("/api/v1/auth/guest").json())

    assert old.get("/me").status_code == 401
    refresh_token = {"refresh_token": old.session["refresh_token"]}
    assert api.post("/api/v1/auth/refresh", json=refresh_token).status_code == 401
    for staying in (alice, new):
        assert staying.get("/me").status_code == 200


def test_there_are_no_guests_without_demo(start: Start) -> None:
    assert start().post("/api/v1/auth/guest").status_code == 404
