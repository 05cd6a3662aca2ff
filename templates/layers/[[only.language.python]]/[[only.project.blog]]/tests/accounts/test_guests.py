from datetime import timedelta

import pytest

from app.accounts import guests
from app.database import now
from tests.conftest import Start
from tests.sign_in import Person, sign_up_at


def test_a_guest_is_deleted_with_their_articles_after_a_day(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = start(demo=True)
    alice, old = sign_up_at(api, name="alice"), Person(api, api.post("/api/users/guest").json()["user"])
    (slug, *_) = old.slugs(f"/articles?author={old.name}")
    alice.post(f"/articles/{slug}/favorite")

    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=23))
    api.post("/api/users/guest")
    assert old.get("/user").status_code == 200
    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=25))
    new = Person(api, api.post("/api/users/guest").json()["user"])

    assert old.get("/user").status_code == 401
    assert alice.get(f"/articles/{slug}").status_code == 404
    for staying in (alice, new):
        assert staying.get("/user").status_code == 200


def test_there_are_no_guests_without_demo(start: Start) -> None:
    assert start().post("/api/users/guest").status_code == 404
