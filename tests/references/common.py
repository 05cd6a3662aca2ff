"""What the three reference servers share: the rules common to all projects, on Starlette and the standard library."""

import asyncio
import base64
import binascii
import contextlib
import hashlib
import hmac
import html
import json
import os
import secrets
import signal
import sqlite3
import sys
import time
import types
import uuid
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.references import DEVELOPMENT_SECRET

MAX_BODY = 1024 * 1024
ACCESS_SECONDS = 15 * 60
REFRESH_SECONDS = 30 * 24 * 3600
# The C parser is ten times faster, where PyYAML was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTRACTS = Path(__file__).parents[2] / "scaffolder" / "contracts"

TRY_OUT = """<input id=path value=/openapi.json><button id=go>GET</button><pre id=answer></pre><script>
go.onclick = async () => { answer.textContent = await (await fetch(path.value)).text() }
</script>"""

Handler = Callable[[Request], Awaitable[Response]]


class Refused(Exception):  # noqa: N818 - it is an answer, not a mishap
    """A request that is turned down. `errors` are pairs of where and what; each project renders them its way."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


Render = Callable[[Refused], Response]


# Settings


@dataclass(frozen=True)
class Settings:
    port: int
    database_url: str
    secret_key: str
    environment: str
    cors_origins: list[str]

    @classmethod
    def read(cls) -> "Settings":
        environment = os.environ.get("ENVIRONMENT", "development")
        secret_key = os.environ.get("SECRET_KEY", "" if environment == "production" else DEVELOPMENT_SECRET)
        if environment == "production" and (len(secret_key) < 32 or secret_key == DEVELOPMENT_SECRET):
            sys.exit("SECRET_KEY must be a secret of at least 32 characters in production.")
        return cls(
            port=int(os.environ.get("PORT", "8000")),
            database_url=os.environ.get("DATABASE_URL", "sqlite:///reference.db"),
            secret_key=secret_key,
            environment=environment,
            cors_origins=[
                each.strip() for each in os.environ.get("CORS_ORIGINS", "").split(",") if each.strip()
            ],
        )


# The application around the routes of a project


def application(
    *, project: str, settings: Settings, routes: Sequence[BaseRoute], render: Render, lifespan: Any = None
) -> ASGIApp:
    document = yaml.load((CONTRACTS / project / "openapi.yaml").read_text(encoding="utf-8"), LOADER)

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return render(error)

    async def unrouted(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return render(Refused(error.status_code, error.detail, headers=error.headers))

    async def broken(_: Request, error: Exception) -> Response:
        return render(Refused(500, "Something went wrong on our side."))

    app = Starlette(
        routes=[*routes, *operational_routes(settings, document)],
        exception_handlers={Refused: refused, HTTPException: unrouted, Exception: broken},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Edge(app, settings=settings, render=render)


def operational_routes(settings: Settings, document: dict[str, Any]) -> list[BaseRoute]:
    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        try:
            with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as database:
                database.execute("SELECT 1")
        except sqlite3.Error:
            raise Refused(503, "The database does not answer.") from None
        return JSONResponse({"status": "ok"})

    async def openapi(_: Request) -> Response:
        return Response(json.dumps(document, default=str), media_type="application/json")

    async def docs(_: Request) -> Response:
        operations = [
            f"<li><code>{method.upper()} {html.escape(path)}</code> {html.escape(operation.get('summary', ''))}</li>"
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method in {"get", "post", "put", "patch", "delete"}
        ]
        title = html.escape(document["info"]["title"])
        return HTMLResponse(
            f"<!doctype html><title>{title}</title><h1>{title}</h1><ul>{''.join(operations)}</ul>{TRY_OUT}"
        )

    return [
        resource("/healthz", GET=healthz),
        resource("/readyz", GET=readyz),
        resource("/openapi.json", GET=openapi),
        resource("/docs", GET=docs),
    ]


def resource(path: str, **handlers: Handler) -> Route:
    """One route per path, so that a 405 lists all of its methods."""

    async def dispatch(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return Route(path, dispatch, methods=list(handlers))


class Edge:
    """Request ids, nosniff, the body limit and CORS, on every HTTP answer."""

    def __init__(self, app: ASGIApp, *, settings: Settings, render: Render):
        self.app = app
        self.origins = settings.cors_origins
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        request_id = accepted_request_id(asked.get("x-request-id"))
        origin = asked.get("origin", "")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers["X-Content-Type-Options"] = "nosniff"
                if self.origins:
                    headers.add_vary_header("Origin")
                if origin in self.origins:
                    headers["Access-Control-Allow-Origin"] = origin
            await send(message)

        if (
            scope["method"] == "OPTIONS"
            and origin in self.origins
            and "access-control-request-method" in asked
        ):
            preflight = Response(
                status_code=204,
                headers={
                    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
                    "Access-Control-Allow-Headers": asked.get("access-control-request-headers", ""),
                    "Access-Control-Max-Age": "600",
                },
            )
            await preflight(scope, receive, send_with_headers)
            return
        try:
            body = await limited_body(receive, asked)
        except Refused as error:
            await self.render(error)(scope, receive, send_with_headers)
            return

        async def replay() -> Message:
            if replay_state:
                return replay_state.pop()
            return await receive()

        replay_state: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        # Starlette answers 500 first and raises again for the server's log; the answer is out.
        with contextlib.suppress(Exception):
            await self.app(scope, replay, send_with_headers)


def accepted_request_id(offered: str | None) -> str:
    if offered and len(offered) <= 128 and all(" " <= character <= "~" for character in offered):
        return offered
    return str(uuid.uuid4())


async def limited_body(receive: Receive, headers: Headers) -> bytes:
    """Read the body, chunked or not, and stop at the limit."""
    too_large = Refused(413, "The body is larger than 1 MiB.", headers={"Connection": "close"})
    if int(headers.get("content-length", "0")) > MAX_BODY:
        raise too_large
    body = b""
    while True:
        message = await receive()
        chunk: bytes = message.get("body", b"")
        body += chunk
        if len(body) > MAX_BODY:
            raise too_large
        if not message.get("more_body"):
            return body


async def read_json(request: Request, *media_types: str) -> Any:
    """The body as JSON: 415 for another media type, 400 when malformed, 422 for NUL in a string."""
    accepted = media_types or ("application/json",)
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in accepted:
        raise Refused(
            415, f"The body must be {' or '.join(accepted)}.", headers={"Accept": ", ".join(accepted)}
        )
    try:
        value = json.loads(await request.body(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is not JSON.") from None
    refuse_broken_text(value)
    return value


def read_query(request: Request) -> dict[str, list[str]]:
    """The query with all values of each name: 422 for NUL or broken text."""
    query: dict[str, list[str]] = defaultdict(list)
    for name, value in request.query_params.multi_items():
        refuse_broken_text(value, f"/{name}")
        query[name].append(value)
    return query


async def unfinished(seconds: float = 0.005) -> None:
    """Let other requests run in the middle of this one, as a database would."""
    await asyncio.sleep(seconds)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def refuse_broken_text(value: Any, pointer: str = "") -> None:
    if isinstance(value, str) and (
        "\0" in value or any("\ud800" <= character <= "\udfff" for character in value)
    ):
        raise Refused(422, "The body is not valid.", [(pointer, "holds a character that is not allowed")])
    if isinstance(value, Mapping):
        for name, each in value.items():
            refuse_broken_text(name, pointer)
            refuse_broken_text(each, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            refuse_broken_text(each, f"{pointer}/{index}")


def now_text(moment: float | None = None) -> str:
    at = datetime.now(UTC) if moment is None else datetime.fromtimestamp(moment, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Passwords and tokens


def hash_password(password: str) -> bytes:
    salt = secrets.token_bytes(16)
    return salt + hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def password_matches(password: str, hashed: bytes | None) -> bool:
    """Takes as long for an unknown account (None) as for a wrong password."""
    known = hashed or _NOBODY
    right = hmac.compare_digest(
        hashlib.scrypt(password.encode(), salt=known[:16], n=2**12, r=8, p=1), known[16:]
    )
    return right and hashed is not None


_NOBODY = hash_password(secrets.token_hex())


def issue_jwt(secret: str, subject: str, *, seconds: int = ACCESS_SECONDS) -> str:
    now = int(time.time())
    header = _encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = {"sub": subject, "iat": now, "exp": now + seconds, "jti": uuid.uuid4().hex}
    signed = f"{header}.{_encode(json.dumps(claims).encode())}"
    return f"{signed}.{_encode(_signature(secret, signed))}"


def read_jwt(secret: str, token: str) -> str:
    """Return the subject, or raise ValueError."""
    header, payload, signature = token.split(".")
    if json.loads(_decode(header)).get("alg") != "HS256":
        raise ValueError("another algorithm")
    if not hmac.compare_digest(_decode(signature), _signature(secret, f"{header}.{payload}")):
        raise ValueError("another key")
    claims = json.loads(_decode(payload))
    if claims["exp"] <= time.time():
        raise ValueError("expired")
    return str(claims["sub"])


def authorized(request: Request, secret: str, *schemes: str) -> str | None:
    """The subject of the request's token; None without a header; 401 for a token that is no good."""
    offered = request.headers.get("authorization")
    if offered is None:
        return None
    scheme, _, token = offered.partition(" ")
    try:
        if scheme.lower() not in [each.lower() for each in schemes]:
            raise ValueError("another scheme")
        return read_jwt(secret, token.strip())
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise unauthorized(schemes[0]) from None


def unauthorized(scheme: str) -> Refused:
    return Refused(401, "A valid token is needed.", headers={"WWW-Authenticate": scheme})


def _signature(secret: str, signed: str) -> bytes:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class RefreshToken:
    family: str
    user_id: str
    expires: float
    used: bool = False


@dataclass
class RefreshTokens:
    """Opaque tokens, kept hashed, each good for one use; a second use ends its family."""

    tokens: dict[str, RefreshToken] = field(default_factory=dict)

    def issue(self, user_id: str, family: str | None = None) -> str:
        token = secrets.token_urlsafe(32)
        self.tokens[_hashed(token)] = RefreshToken(
            family or uuid.uuid4().hex, user_id, time.time() + REFRESH_SECONDS
        )
        return token

    def rotate(self, token: str) -> tuple[str, str]:
        """Return the user's id and the next token, or raise ValueError."""
        found = self.tokens.get(_hashed(token))
        if found is None or found.expires <= time.time():
            raise ValueError("unknown or expired")
        if found.used:
            self.revoke(found.family)
            raise ValueError("used before")
        found.used = True
        return found.user_id, self.issue(found.user_id, found.family)

    def sign_out(self, token: str) -> None:
        found = self.tokens.get(_hashed(token))
        if found is not None:
            self.revoke(found.family)

    def revoke(self, family: str) -> None:
        self.tokens = {hashed: each for hashed, each in self.tokens.items() if each.family != family}


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class SignInLimit:
    """At most ten failures a minute for one account, and for one address."""

    failures: int = 10
    seconds: float = 60
    seen: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, account: str, address: str) -> None:
        now = time.monotonic()
        for key in (f"account {account.casefold()}", f"address {address}"):
            recent = self.seen[key]
            while recent and recent[0] <= now - self.seconds:
                recent.popleft()
            if len(recent) >= self.failures:
                wait = max(1, int(recent[0] + self.seconds - now) + 1)
                raise Refused(
                    429, "Too many failed sign-ins. Try again later.", headers={"Retry-After": str(wait)}
                )

    def failed(self, account: str, address: str) -> None:
        now = time.monotonic()
        self.seen[f"account {account.casefold()}"].append(now)
        self.seen[f"address {address}"].append(now)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"


# Serving


def serve(app: ASGIApp, settings: Settings) -> None:
    """Serve until SIGTERM, finish what is in flight within ten seconds, exit 0."""

    def leave(_: int, __: types.FrameType | None) -> None:
        sys.exit(0)

    # uvicorn puts this handler back and raises the signal again once it has drained.
    signal.signal(signal.SIGTERM, leave)
    uvicorn.run(
        app,
        host="0.0.0.0",
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=10,
        proxy_headers=False,
        server_header=False,
    )
