from uuid import uuid4

import jwt
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import Start
from tests.sign_in import PASSWORD, Person, sign_up_at


def login(api: TestClient, email: str, password: str = PASSWORD) -> Response:
    return api.post("/api/users/login", json={"user": {"email": email, "password": password}})


def test_the_address_may_be_in_any_case(alice: Person, api: TestClient) -> None:
    answer = login(api, alice.email.upper())
    assert answer.status_code == 200
    assert answer.json()["user"] | {"token": ""} == alice.user | {"token": ""}


def test_a_wrong_password_and_an_unknown_address_look_the_same(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    for answer in (login(api, alice.email, "wrong password"), login(api, f"{uuid4()}@example.com")):
        assert answer.status_code == 401
        assert answer.json() == {"errors": {"credentials": ["invalid"]}}
        assert answer.headers["www-authenticate"] == "Token"


def test_ten_failures_lock_the_account_for_a_while(start: Start) -> None:
    api = start()
    alice = sign_up_at(api)
    for _ in range(10):
        assert login(api, alice.email, "wrong password").status_code == 401
    answer = login(api, alice.email)
    assert answer.status_code == 429
    assert list(answer.json()["errors"]) == ["credentials"]
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_a_token_lasts_a_day(alice: Person) -> None:
    claims = jwt.decode(alice.user["token"], options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 24 * 60 * 60
