"""The wire format of the blog: RealWorld's envelopes, tokens and errors."""

import secrets
from typing import Any, ClassVar

import httpx

from scaffolder.contracts.client import Account, Client
from scaffolder.contracts.wire import Rename, Wire, send


class RealWorld(Wire):
    scheme: ClassVar = "Token"
    me: ClassVar = "/user"
    accounts_path: ClassVar = "/users"
    sign_up_path: ClassVar = "/users"
    sign_in_path: ClassVar = "/users/login"
    guest_path: ClassVar = "/users/guest"
    sample_path: ClassVar = "/articles"
    single_parameters: ClassVar = {"offset": "0", "tag": "a", "author": "a", "favorited": "a"}

    def sample(self, text: str) -> dict[str, Any]:
        return {"article": {"title": "A sample", "description": text, "body": text}}

    def owned(self, user: Client) -> list[str]:
        query = {"author": user.user["username"]}
        articles = user.get("/articles", params=query, expect=200).json()["articles"]
        return [f"/articles/{article['slug']}" for article in articles]

    def sample_text(self, answer: httpx.Response) -> str:
        body: str = answer.json()["article"]["body"]
        return body

    def names(self, user: Client) -> list[Rename]:
        article = self.sample("Named")["article"]
        return [
            lambda text: send(user, "PUT", "/user", {"user": {"username": text}}),
            lambda text: send(user, "POST", "/articles", {"article": article | {"title": text}}),
            lambda text: send(user, "POST", "/articles", {"article": article | {"tagList": [text]}}),
        ]

    def sample_location(self, answer: httpx.Response) -> str:
        return f"/articles/{answer.json()['article']['slug']}"

    def further_answers_with_a_token(self, user: Client) -> list[httpx.Response]:
        change = {"user": {"bio": "Responses contain a token"}}
        return [user.get("/user", expect=200), user.put("/user", json=change, expect=200)]

    def sign_up_body(self, *, name: str, email: str, password: str) -> dict[str, Any]:
        return {"user": {"username": name, "email": email, "password": password}}

    def sign_in_body(self, *, email: str, password: str) -> dict[str, Any]:
        return {"user": {"email": email, "password": password}}

    def account(self, answer: dict[str, Any], *, password: str) -> Account:
        user = answer["user"]
        return Account(user=user, email=user["email"], password=password, token=user["token"], answer=answer)

    def assert_error(self, answer: httpx.Response) -> None:
        assert answer.headers["content-type"].split(";")[0] == "application/json"
        body = answer.json()
        assert body.keys() == {"errors"}
        assert body["errors"], "an error has to name the member that it is about"
        assert answer.status_code != 502 or body["errors"].keys() == {"provider"}
        for where, messages in body["errors"].items():
            assert where
            assert messages
            assert all(isinstance(message, str) and message for message in messages)

    def sign_up(self, api: Client, *, name: str | None = None, **overrides: Any) -> Client:
        """Usernames are unique, so `name` is only used as a prefix."""
        return super().sign_up(api, name=f"{name or 'user'}-{secrets.token_hex(4)}", **overrides)


wire = RealWorld()
