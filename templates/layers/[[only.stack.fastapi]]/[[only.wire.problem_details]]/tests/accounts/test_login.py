from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.conftest import Start
from tests.sign_in import PASSWORD, Person, sign_up_at


def login(api: TestClient, email: str, password: str = PASSWORD, **more: dict[str, str]) -> Response:
    return api.post("/api/v1/auth/login", json={"email": email, "password": password}, **more)  # type: ignore[arg-type]


def test_the_right_password_signs_in_whatever_the_case_of_the_address(alice: Person, api: TestClient) -> None:
    answer = login(api, alice.email.upper())
    assert answer.status_code == 200
    assert answer.json()["user"] == alice.session["user"]


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    wrong, unknown = login(api, alice.email, "wrong password"), login(api, f"{uuid4()}@example.com")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("password", [None, 1, "", "x" * 129])
def test_credentials_that_cannot_be_are_422(password: object, api: TestClient) -> None:
    answer = api.post("/api/v1/auth/login", json={"email": "a@example.com", "password": password})
    assert answer.status_code == 422


def test_ten_failures_lock_the_account_for_a_while(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    for _ in range(10):
        assert login(api, alice.email, "wrong password").status_code == 401
    answer = login(api, alice.email)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_guesses_at_the_same_time_do_not_get_past_the_limit(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda guess: login(api, alice.email, f"password {guess}"), range(20))
    assert sorted(answer.status_code for answer in answers) == [401] * 10 + [429] * 10


def forwarded(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def test_nobody_hides_behind_a_header(start: Start) -> None:
    api = start(address="192.0.2.1")
    for number in range(10):
        login(api, f"{uuid4()}@example.com", headers=forwarded(f"198.51.100.{number}"))
    assert login(api, f"{uuid4()}@example.com", headers=forwarded("198.51.100.99")).status_code == 429


def test_behind_a_trusted_proxy_the_address_it_reports_counts(start: Start) -> None:
    api = start(address="192.0.2.1", trusted_proxies=["192.0.2.0/24"])
    for _ in range(10):
        login(api, f"{uuid4()}@example.com", headers=forwarded("203.0.113.9, 198.51.100.1"))
    assert login(api, f"{uuid4()}@example.com", headers=forwarded("198.51.100.1")).status_code == 429
    assert login(api, f"{uuid4()}@example.com", headers=forwarded("198.51.100.2")).status_code == 401
