"""A browser that signs in with a provider: it keeps cookies and follows no redirect by itself."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.identity_provider import Person, Provider
from scaffolder.contracts.wire import Wire


class Browser:
    """Sends requests to the accounts' operations, at another address than other browsers."""

    def __init__(self, api: Client, wire: Wire) -> None:
        self.api = api
        self.wire = wire
        self.cookies: dict[str, str] = {}

    def request(
        self, method: str, path: str, *, user: Client | None = None, **options: Any
    ) -> httpx.Response:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= user.headers if user else {}
        headers |= options.pop("headers", {})
        answer = self.api.request(method, self.wire.accounts_path + path, headers=headers, **options)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def authorize(self, provider: str = "oidc") -> str:
        """Where the provider is asked."""
        return self.request("GET", f"/{provider}/authorize", expect=302).headers["location"]

    def link(self, user: Client, provider: str = "oidc") -> str:
        """Where the provider is asked, to link it to the account of `user`."""
        answer = self.request("POST", f"/{provider}/link", user=user, expect=200)
        url: str = answer.json()["url"]
        return url

    def come_back(self, query: dict[str, str], provider: str = "oidc", **options: Any) -> httpx.Response:
        return self.request("GET", f"/{provider}/callback", params=query, **{"expect": 302} | options)

    def result(self, query: dict[str, str], provider: str = "oidc") -> dict[str, str]:
        """The parameters with which the page at `/` is opened."""
        return parameters_of(self.come_back(query, provider))

    def exchange(self, code: str, **options: Any) -> httpx.Response:
        return self.request("POST", "/exchange", json={"code": code}, **{"expect": 200} | options)

    def approved(
        self, provider: Provider, person: Person, through: str = "oidc", **misbehaviour: Any
    ) -> dict[str, str]:
        """Ask the provider, and get its parameters of the callback."""
        return provider.approve(self.authorize(through), person, **misbehaviour)

    def sign_in(
        self, provider: Provider, person: Person, through: str = "oidc", **misbehaviour: Any
    ) -> Client:
        """Go the whole way; a client that is signed in."""
        result = self.result(self.approved(provider, person, through, **misbehaviour), through)
        assert result.keys() == {"code"}, result
        answer = self.exchange(result["code"])
        return self.wire.signed_in(self.api, self.wire.account(answer.json(), password=""))


def parameters_of(answer: httpx.Response) -> dict[str, str]:
    url = urlsplit(answer.headers["location"])
    assert (url.scheme, url.netloc, url.path, url.fragment) == ("", "", "/", ""), answer.headers["location"]
    parameters = parse_qs(url.query, keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in parameters.values())
    return {name: values[0] for name, values in parameters.items()}
