from uuid import uuid4

from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import Start
from tests.sign_in import PASSWORD, Person, sign_up_at


def login(api: TestClient, email: str, password: str = PASSWORD, **more: dict[str, str]) -> Response:
    return api.post("/api/v1/auth/login", json={"email": email, "password": password}, **more)  # type: ignore[arg-type]


def test_the_address_may_be_in_any_case(alice: Person, api: TestClient) -> None:
    answer = login(api, alice.email.upper())
    assert answer.status_code == 200
    assert answer.json()["user"] == alice.session["user"]


def test_a_wrong_password_and_an_unknown_address_look_the_same(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    wrong, unknown = login(api, alice.email, "wrong password"), login(api, f"{uuid4()}@example.com")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["www-authenticate"] == "Bearer"


def test_ten_failures_lock_the_account_for_a_while(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    for _ in range(10):
        assert login(api, alice.email, "wrong password").status_code == 401
    answer = login(api, alice.email)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def forwarded(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def test_a_forwarded_address_is_ignored_without_a_trusted_proxy(start: Start) -> None:
    api = start(address="192.0.2.1")
    for number in range(10):
        login(api, f"{uuid4()}@example.com", headers=forwarded(f"198.51.100.{number}"))
    assert login(api, f"{uuid4()}@example.com", headers=forwarded("198.51.100.99")).status_code == 429


def test_behind_a_trusted_proxy_its_reported_address_counts(start: Start) -> None:
    api = start(address="192.0.2.1", trusted_proxies=["192.0.2.0/24"])
    for _ in range(10):
        login(api, f"{uuid4()}@example.com", headers=forwarded("203.0.113.9, 198.51.100.1"))
    assert login(api, f"{uuid4()}@example.com", headers=forwarded("198.51.100.1")).status_code == 429
    assert login(api, f"{uuid4()}@example.com", headers=forwarded("198.51.100.2")).status_code == 401
