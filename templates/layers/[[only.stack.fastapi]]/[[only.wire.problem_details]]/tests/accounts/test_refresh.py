from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

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


def test_a_token_used_twice_ends_its_family(alice: Person, api: TestClient) -> None:
    stolen = alice.session["refresh_token"]
    newest = refresh(api, stolen).json()["refresh_token"]
    assert refresh(api, stolen).status_code == 401
    assert refresh(api, newest).status_code == 401


def test_other_sign_ins_of_the_user_go_on(alice: Person, api: TestClient) -> None:
    credentials = {"email": alice.email, "password": PASSWORD}
    elsewhere = api.post("/api/v1/auth/login", json=credentials).json()["refresh_token"]
    for _ in range(2):
        refresh(api, alice.session["refresh_token"])
    assert refresh(api, elsewhere).status_code == 200


def test_of_many_at_the_same_time_at_most_one_succeeds(alice: Person, api: TestClient) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: refresh(api, alice.session["refresh_token"]), range(10)))
    successes = [answer for answer in answers if answer.status_code == 200]
    assert len(successes) == 1
    assert {answer.status_code for answer in answers} == {200, 401}
    assert refresh(api, successes[0].json()["refresh_token"]).status_code == 401


def test_logging_out_ends_the_family_and_may_be_repeated(alice: Person, api: TestClient) -> None:
    token = alice.session["refresh_token"]
    newest = refresh(api, token).json()["refresh_token"]
    assert logout(api, newest).status_code == 204
    assert logout(api, newest).status_code == 204
    assert refresh(api, newest).status_code == 401


@pytest.mark.parametrize("token", ["unknown", "' OR 1=1 --", "x" * 512])
def test_an_unknown_token_is_nobodys(token: str, api: TestClient) -> None:
    assert refresh(api, token).status_code == 401
    assert logout(api, token).status_code == 204


def test_neither_token_does_the_work_of_the_other(alice: Person, api: TestClient) -> None:
    assert refresh(api, alice.session["access_token"]).status_code == 401
    assert Person(api, {"access_token": alice.session["refresh_token"]}).get("/me").status_code == 401


@pytest.mark.parametrize("body", [{}, {"refresh_token": 1}, {"refresh_token": ""}, {"token": "x"}])
def test_a_body_without_a_token_is_422(body: dict[str, object], api: TestClient) -> None:
    assert api.post("/api/v1/auth/refresh", json=body).status_code == 422
    assert api.post("/api/v1/auth/logout", json=body).status_code == 422


def test_a_refresh_token_expires(alice: Person, api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    following = refresh(api, alice.session["refresh_token"]).json()["refresh_token"]
    monkeypatch.setattr(refresh_tokens, "now", lambda: now() + timedelta(days=30, seconds=1))
    assert refresh(api, following).status_code == 401


def test_using_a_refresh_token_in_time_buys_another_thirty_days(
    alice: Person, api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = alice.session["refresh_token"]
    for days in (29, 58):
        monkeypatch.setattr(refresh_tokens, "now", lambda days=days: now() + timedelta(days=days))
        token = refresh(api, token).json()["refresh_token"]


def test_logging_out_with_a_used_token_ends_the_family(alice: Person, api: TestClient) -> None:
    used = alice.session["refresh_token"]
    newest = refresh(api, used).json()["refresh_token"]
    assert logout(api, used).status_code == 204
    assert refresh(api, newest).status_code == 401
