from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.accounts import refresh_tokens
from app.database import now
from tests.sign_in import PASSWORD, Person


def refresh(api: TestClient, token: str) -> Response:
    return api.post("/api/v1/auth/refresh", json={"refresh_token": token})


def logout(api: TestClient, token: str) -> Response:
    return api.post("/api/v1/auth/logout", json={"refresh_token": token})


def test_a_refresh_token_gives_a_new_pair(alice: Person, api: TestClient) -> None:
    answer = refresh(api, alice.session["refresh_token"])
    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != alice.session["refresh_token"]
    assert Person(api, answer.json()).get("/me").status_code == 200
    assert refresh(api, answer.json()["refresh_token"]).status_code == 200


def test_a_reused_token_ends_its_session(alice: Person, api: TestClient) -> None:
    stolen = alice.session["refresh_token"]
    newest = refresh(api, stolen).json()["refresh_token"]
    assert refresh(api, stolen).status_code == 401
    assert refresh(api, newest).status_code == 401


def test_a_reused_token_does_not_end_other_sessions(alice: Person, api: TestClient) -> None:
    credentials = {"email": alice.email, "password": PASSWORD}
    elsewhere = api.post("/api/v1/auth/login", json=credentials).json()["refresh_token"]
    for _ in range(2):
        refresh(api, alice.session["refresh_token"])
    assert refresh(api, elsewhere).status_code == 200


def test_signing_out_ends_the_session_and_can_be_repeated(alice: Person, api: TestClient) -> None:
    token = alice.session["refresh_token"]
    newest = refresh(api, token).json()["refresh_token"]
    assert logout(api, newest).status_code == 204
    assert logout(api, newest).status_code == 204
    assert refresh(api, newest).status_code == 401


def test_a_refresh_token_expires(alice: Person, api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    following = refresh(api, alice.session["refresh_token"]).json()["refresh_token"]
    monkeypatch.setattr(refresh_tokens, "now", lambda: now() + timedelta(days=30, seconds=1))
    assert refresh(api, following).status_code == 401


def test_a_refresh_token_used_in_time_is_good_for_another_thirty_days(
    alice: Person, api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = alice.session["refresh_token"]
    for days in (29, 58):
        monkeypatch.setattr(refresh_tokens, "now", lambda days=days: now() + timedelta(days=days))
        token = refresh(api, token).json()["refresh_token"]
