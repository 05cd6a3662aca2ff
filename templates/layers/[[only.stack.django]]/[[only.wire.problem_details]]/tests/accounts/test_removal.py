"""Old guests who are busy while the next one comes."""

from concurrent.futures import ThreadPoolExecutor
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


def test_an_old_guest_who_refreshes_a_token_meanwhile_is_deleted(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With TEST_DATABASE_URL: SQLite has one writer at a time."""
    api = start(demo=True)
    old = Person(api, api.post("/api/v1/auth/guest").json())
    monkeypatch.setattr(guests, "now", lambda: now() + timedelta(hours=25))

    def refresh() -> int:
        answer, session = None, old.session
        while answer is None or answer.status_code == 200:
            token = {"refresh_token": session["refresh_token"]}
            answer = api.post("/api/v1/auth/refresh", json=token)
            session = answer.json()
        return answer.status_code

    with ThreadPoolExecutor() as pool:
        refreshed = pool.submit(refresh)
        assert api.post("/api/v1/auth/guest").status_code == 201
        assert refreshed.result() == 401
    assert old.get("/me").status_code == 401
