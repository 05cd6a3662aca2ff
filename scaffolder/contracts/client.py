"""An HTTP client that validates every response against the project's document."""

import itertools
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from scaffolder.contracts.document import Document

MOST_TRIES = 20

_exchanges: deque[Callable[[], str]] = deque(maxlen=1)


def last_exchange() -> str:
    """The latest request of this run and its response, for failures that do not show it."""
    return _exchanges[-1]() if _exchanges else ""


class ContractError(AssertionError):
    """The message shows the request, the response and the responses in the contract."""


@dataclass(frozen=True)
class Account:
    """A user as returned by sign-up or sign-in. `answer` is the whole body."""

    user: dict[str, Any]
    email: str
    password: str
    token: str
    answer: dict[str, Any] = field(default_factory=dict)


class Client:
    """Sends requests to paths below `prefix`; with several processes, to each of them in turn.

    A patient client waits for `Retry-After` seconds after a 429 and sends the request again, up to `MOST_TRIES` times
    because others may wait for the same limit, unless it expects 429.
    """

    def __init__(
        self,
        http: httpx.Client,
        *,
        document: Document,
        urls: Sequence[str],
        prefix: str = "",
        headers: Mapping[str, str] | None = None,
        account: Account | None = None,
        patient: bool = False,
    ):
        self.http = http
        self.document = document
        self.prefix = prefix
        self.headers = dict(headers or {})
        self._urls = list(urls)
        self._turns = itertools.cycle(self._urls)
        self._account = account
        self._patient = patient

    @property
    def account(self) -> Account:
        assert self._account is not None, "nobody has signed in on this client"
        return self._account

    @property
    def user(self) -> dict[str, Any]:
        return self.account.user

    @property
    def email(self) -> str:
        return self.account.email

    @property
    def password(self) -> str:
        return self.account.password

    @property
    def token(self) -> str:
        return self.account.token

    @property
    def url(self) -> str:
        """The address of the first process with the prefix, for raw sockets and WebSockets."""
        return self._urls[0] + self.prefix

    def with_headers(self, **headers: str) -> "Client":
        """The same client with more headers; `_` stands for `-`."""
        added = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(
            self.http,
            document=self.document,
            urls=self._urls,
            prefix=self.prefix,
            headers={**self.headers, **added},
            account=self._account,
            patient=self._patient,
        )

    def with_prefix(self, prefix: str) -> "Client":
        """The same client with another prefix."""
        return Client(
            self.http,
            document=self.document,
            urls=self._urls,
            prefix=prefix,
            headers=self.headers,
            account=self._account,
            patient=self._patient,
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        expect: int | Collection[int] | None = None,
        validate: bool = True,
        **options: Any,
    ) -> httpx.Response:
        """The prefix is added to `path` unless it already starts with it."""
        headers = httpx.Headers(self.headers)
        headers.update(options.pop("headers", None))
        prefix = "" if self.prefix and path.startswith(self.prefix + "/") else self.prefix
        url = next(self._turns) + prefix + path
        answer = self.http.request(method, url, headers=headers, **options)
        expected = (expect,) if isinstance(expect, int) else expect
        tries = MOST_TRIES if self._patient and 429 not in (expected or ()) else 1
        while answer.status_code == 429 and (tries := tries - 1):
            time.sleep(int(answer.headers["retry-after"]))
            answer = self.http.request(method, url, headers=headers, **options)
        _exchanges.append(lambda: self.explain(answer, "was the last request"))
        if expected is not None and answer.status_code not in expected:
            listed = " or ".join(map(str, expected))
            raise ContractError(self.explain(answer, f"returned {answer.status_code}, expected {listed}"))
        elif expected is None and answer.status_code >= 500:
            raise ContractError(
                self.explain(answer, f"returned {answer.status_code}, which no request should cause")
            )
        if validate:
            violation = self.document.violation(answer)
            if violation is not None:
                raise ContractError(self.explain(answer, f"does not match the contract. {violation}"))
        return answer

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> httpx.Response:
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", path, **options)

    def explain(self, answer: httpx.Response, problem: str) -> str:
        request = answer.request
        try:
            body = request.content
        except httpx.RequestNotRead:
            body = b"(streamed)"
        return "\n".join(
            [
                f"{request.method} {request.url.path} {problem}",
                "Request:",
                f"  {request.method} {request.url}",
                *_headers(request.headers, leave_out=("host", "accept-encoding", "connection", "user-agent")),
                *_body(body),
                "Response:",
                f"  {answer.status_code} {answer.reason_phrase}",
                *_headers(answer.headers, leave_out=("date", "server", "connection")),
                *_body(answer.content),
                "Responses in the contract:",
                self.document.describe_responses(request.method, request.url.path),
            ]
        )


def _headers(headers: httpx.Headers, *, leave_out: Sequence[str]) -> list[str]:
    return [f"  {name}: {value[:300]}" for name, value in headers.items() if name not in leave_out]


def _body(content: bytes, limit: int = 2000) -> list[str]:
    if not content:
        return []
    text = content[:limit].decode(errors="backslashreplace")
    more = f" ... ({len(content)} bytes)" if len(content) > limit else ""
    return [f"  {text}{more}"]
