"""The wire format of task manager and chat: accounts with refresh tokens and RFC 9457 errors."""

from typing import Any, ClassVar

import httpx

from scaffolder.contracts.client import Account, Client
from scaffolder.contracts.wire import Rename, Wire, send


class ProblemDetails(Wire):
    suites: ClassVar = ("common", "problem_details")
    me: ClassVar = "/me"
    accounts_path: ClassVar = "/auth"
    sign_up_path: ClassVar = "/auth/register"
    sign_in_path: ClassVar = "/auth/login"
    guest_path: ClassVar = "/auth/guest"
    cors_request_headers: ClassVar = (*Wire.cors_request_headers, "Idempotency-Key")
    cors_exposed_headers: ClassVar = (*Wire.cors_exposed_headers, "Link", "Location")

    other_list: ClassVar[str]
    """The path of a list of resources with a `name`, in the same order as `own_list`."""

    def owned(self, user: Client) -> list[str]:
        items = user.get(self.sample_path, params={"limit": 100}, expect=200).json()["items"]
        return [f"{self.sample_path}/{item['id']}" for item in items]

    def names(self, user: Client) -> list[Rename]:
        return [lambda text: send(user, "PATCH", "/me", {"name": text})]

    def own_list(self, user: Client) -> str:
        """The path of a list that only contains resources of this user."""
        return self.sample_path

    def row(self, text: str) -> dict[str, Any]:
        """A valid body to create a row in `own_list`."""
        return self.sample(text)

    def further_answers_with_a_token(self, user: Client) -> list[httpx.Response]:
        body = {"refresh_token": user.account.answer["refresh_token"]}
        return [user.post("/auth/refresh", json=body, expect=200)]

    def sign_up_body(self, *, name: str, email: str, password: str) -> dict[str, Any]:
        return {"email": email, "password": password, "name": name}

    def sign_in_body(self, *, email: str, password: str) -> dict[str, Any]:
        return {"email": email, "password": password}

    def account(self, answer: dict[str, Any], *, password: str) -> Account:
        return Account(
            user=answer["user"],
            email=answer["user"]["email"],
            password=password,
            token=answer["access_token"],
            answer=answer,
        )

    def assert_error(self, answer: httpx.Response) -> None:
        assert answer.headers["content-type"].split(";")[0] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert all(
            isinstance(problem[member], str) and problem[member] for member in ("type", "title", "detail")
        )
        if answer.status_code == 422:
            assert problem["errors"], "a 422 has to list the invalid members"
            assert all(error.keys() == {"pointer", "detail"} for error in problem["errors"])
