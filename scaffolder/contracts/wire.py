"""The differences between projects for the common tests: accounts, errors, a sample resource."""

import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import httpx

from scaffolder.contracts.client import Account, Client

Rename = Callable[[str], httpx.Response]

PASSWORD = "correct horse battery staple"


def new_address() -> dict[str, str]:
    """A header with a new client address, for servers that trust the sender as a proxy.

    It is an IPv6 address for documentation, in a /64 network that no other client of the run uses.
    """
    network = f"2001:db8:{secrets.randbelow(0x10000):x}:{secrets.randbelow(0x10000):x}"
    return {"X-Forwarded-For": f"{network}::1"}


def new_email() -> str:
    """An email address without an account or failed sign-ins, which are limited per address."""
    return f"nobody-{secrets.token_hex(6)}@example.com"


class Wire(ABC):
    """Each project's `wire.py` defines one instance named `wire`."""

    suites: ClassVar[tuple[str, ...]] = ("common",)
    """Folders of scaffolder/contracts that are collected in addition to the project's own."""

    scheme: ClassVar[str] = "Bearer"
    """The scheme of the Authorization header."""

    me: ClassVar[str]
    """GET returns the current user; needs a token."""

    sign_up_path: ClassVar[str]
    sign_in_path: ClassVar[str]

    accounts_path: ClassVar[str]
    """The prefix of the operations that sign in, below the API's prefix."""

    guest_path: ClassVar[str]
    """POST creates an account with sample data if the server runs with DEMO=true."""

    sample_path: ClassVar[str]
    """POST creates a resource from `sample()`; needs a token."""

    cors_request_headers: ClassVar[tuple[str, ...]] = ("Authorization", "Content-Type", "X-Request-ID")
    """Request headers that a page of another origin may send."""

    cors_exposed_headers: ClassVar[tuple[str, ...]] = ("Retry-After", "X-Request-ID")
    """Response headers that a page of another origin may read."""

    single_parameters: ClassVar[dict[str, str]] = {}
    """Other single-value parameters of GET `sample_path` than `limit`, each with a valid value."""

    @abstractmethod
    def sample(self, text: str) -> dict[str, Any]:
        """A valid body for `sample_path` that contains `text` as its free text."""

    @abstractmethod
    def sample_text(self, answer: httpx.Response) -> str:
        """The free text in the response to a sample."""

    @abstractmethod
    def names(self, user: Client) -> list[Rename]:
        """For each kind of name, a function that sets it."""

    def sample_location(self, answer: httpx.Response) -> str:
        """The path of the created resource."""
        return answer.headers["location"]

    @abstractmethod
    def further_answers_with_a_token(self, user: Client) -> list[httpx.Response]:
        """Responses that contain a token, other than those of sign-up and sign-in."""

    @abstractmethod
    def owned(self, user: Client) -> list[str]:
        """The paths of resources that belong to this user, such as their tasks."""

    @abstractmethod
    def sign_up_body(self, *, name: str, email: str, password: str) -> dict[str, Any]: ...

    @abstractmethod
    def sign_in_body(self, *, email: str, password: str) -> dict[str, Any]: ...

    @abstractmethod
    def account(self, answer: dict[str, Any], *, password: str) -> Account:
        """Read the response to sign-up or sign-in."""

    @abstractmethod
    def assert_error(self, answer: httpx.Response) -> None:
        """Fail unless the response has the project's error format."""

    def sign_up(self, api: Client, *, name: str | None = None, **overrides: Any) -> Client:
        """Create a new user and return a client that is signed in as them."""
        name = name or f"user-{secrets.token_hex(4)}"
        values = {
            "name": name,
            "email": f"{name}-{secrets.token_hex(4)}@example.com".lower(),
            "password": PASSWORD,
        }
        values |= overrides
        body = self.sign_up_body(**values)
        answer = api.post(self.sign_up_path, json=body, headers=new_address(), expect=201)
        return self.signed_in(api, self.account(answer.json(), password=values["password"]))

    def sign_up_as_guest(self, api: Client, **options: Any) -> Client:
        """Create a guest account and return a client that is signed in to it."""
        answer = api.post(self.guest_path, expect=201, **options)
        return self.signed_in(api, self.account(answer.json(), password=""))

    def sign_in(self, api: Client, email: str, password: str, **options: Any) -> httpx.Response:
        return api.post(self.sign_in_path, json=self.sign_in_body(email=email, password=password), **options)

    def signed_in(self, api: Client, account: Account) -> Client:
        return Client(
            api.http,
            document=api.document,
            urls=api._urls,
            prefix=api.prefix,
            headers={"Authorization": f"{self.scheme} {account.token}"},
            account=account,
        )


def send(client: Client, method: str, path: str, body: object) -> httpx.Response:
    """As ASCII, so that the body can contain text that UTF-8 cannot encode."""
    headers = {"Content-Type": "application/json"}
    return client.request(method, path, content=json.dumps(body), headers=headers)
