"""Old guests who are busy while the next one comes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from app.accounts import guests
from app.accounts.models import User
from app.database import now
from tests.conftest import Start
from tests.sign_in import Person


def test_an_old_guest_to_whom_something_is_added_is_deleted_later(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = start(demo=True)
    old = Person(api, api.post("/api/v1/auth/guest").json())
    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=25))

    def fail(_: User) -> None:
        raise IntegrityError

    with monkeypatch.context() as busy:
        busy.setattr(guests, "remove_user", fail)
        assert api.post("/api/v1/auth/guest").status_code == 201
    assert old.get("/me").status_code == 200
    assert api.post("/api/v1/auth/guest").status_code == 201
    assert old.get("/me").status_code == 401
