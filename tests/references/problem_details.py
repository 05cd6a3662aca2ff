"""What the references of task manager and chat share: RFC 9457 errors, accounts, cursors."""

import base64
import binascii
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.references.common import (
    ACCESS_SECONDS,
    RefreshTokens,
    Refused,
    Settings,
    SignInLimit,
    address_of,
    authorized,
    hash_password,
    issue_jwt,
    now_text,
    password_matches,
    read_json,
    resource,
    unauthorized,
)

PREFIX = "/api/v1"
EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
MISSING: Any = object()


def render(error: Refused) -> Response:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.detail,
    }
    if error.status == 422:
        problem["errors"] = [{"pointer": pointer, "detail": detail} for pointer, detail in error.errors]
    return JSONResponse(
        problem, status_code=error.status, headers=error.headers, media_type="application/problem+json"
    )


def invalid(pointer: str, detail: str) -> Refused:
    return Refused(422, "The request is not valid.", [(pointer, detail)])


def missing() -> Refused:
    return Refused(404, "There is no such thing.")


# Bodies


@dataclass
class Body:
    """Takes members out of a JSON object one by one and refuses what is left."""

    members: dict[str, Any]
    errors: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    async def read(cls, request: Request, *media_types: str) -> "Body":
        value = await read_json(request, *media_types)
        if not isinstance(value, dict):
            raise invalid("", "must be an object")
        return cls(dict(value))

    def take(self, name: str, check: Callable[[Any], Any], default: Any = MISSING) -> Any:
        """`check` returns the value to keep or raises ValueError with what is wrong."""
        if name not in self.members:
            if default is MISSING:
                self.errors.append((f"/{name}", "is missing"))
            return default
        try:
            return check(self.members.pop(name))
        except ValueError as error:
            self.errors.append((f"/{name}", str(error)))
            return default

    def finish(self) -> None:
        self.errors += [(f"/{escaped(name)}", "is not known") for name in self.members]
        if self.errors:
            raise Refused(422, "The request is not valid.", self.errors)


def escaped(name: str) -> str:
    """One part of a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def text(minimum: int, maximum: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("must be a string")  # noqa: TRY004 - a wrong value, reported as such
        if not minimum <= len(value) <= maximum:
            raise ValueError(f"must have {minimum} to {maximum} characters")
        return value

    return check


def email(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 254 or not EMAIL.fullmatch(value):
        raise ValueError("must be an e-mail address")
    return value


def identifier(value: str) -> str:
    """A UUID from a path; anything else is as missing as an unknown one."""
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise missing() from None


# Lists


def page_size(request: Request) -> int:
    given = request.query_params.get("limit", "20")
    if not re.fullmatch(r"[0-9]{1,3}", given) or not 1 <= int(given) <= 100:
        raise invalid("/limit", "must be 1 to 100")
    return int(given)


def encode_cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def decode_cursor(given: str) -> Any:
    try:
        return json.loads(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise invalid("/cursor", "is not a cursor of this list") from None


def page(request: Request, items: list[Any], next_cursor: str | None) -> Response:
    headers = {}
    if next_cursor is not None:
        others = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        target = f"{request.url.path}?{urlencode([*others, ('cursor', next_cursor)])}"
        headers["Link"] = f'<{target}>; rel="next"'
    return JSONResponse({"items": items, "next_cursor": next_cursor}, headers=headers)


# Accounts


@dataclass
class User:
    id: str
    email: str
    name: str
    password: bytes
    created_at: str

    def shown(self) -> dict[str, Any]:
        return {"id": self.id, "email": self.email, "name": self.name, "created_at": self.created_at}


class Accounts:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.users: dict[str, User] = {}
        self.by_email: dict[str, User] = {}
        self.refresh_tokens = RefreshTokens()
        self.limit = SignInLimit()

    def routes(self) -> list[Route]:
        return [
            resource(PREFIX + "/auth/register", POST=self.register),
            resource(PREFIX + "/auth/login", POST=self.login),
            resource(PREFIX + "/auth/refresh", POST=self.refresh),
            resource(PREFIX + "/auth/logout", POST=self.logout),
            resource(PREFIX + "/me", GET=self.show_me, PATCH=self.change_me),
        ]

    def caller(self, request: Request) -> User:
        user = self.users.get(authorized(request, self.settings.secret_key, "Bearer") or "")
        if user is None:
            raise unauthorized("Bearer")
        return user

    async def register(self, request: Request) -> Response:
        body = await Body.read(request)
        address = body.take("email", email)
        password = body.take("password", text(8, 128))
        name = body.take("name", text(1, 100))
        body.finish()
        if address.casefold() in self.by_email:
            raise Refused(409, "An account with this e-mail address exists.")
        user = User(str(uuid.uuid4()), address, name, hash_password(password), now_text())
        self.users[user.id] = self.by_email[address.casefold()] = user
        return JSONResponse(self.session(user), status_code=201)

    async def login(self, request: Request) -> Response:
        body = await Body.read(request)
        address = body.take("email", text(1, 254))
        password = body.take("password", text(1, 128))
        body.finish()
        self.limit.check(address, address_of(request))
        user = self.by_email.get(address.casefold())
        if not password_matches(password, user.password if user else None) or user is None:
            self.limit.failed(address, address_of(request))
            raise Refused(
                401, "The e-mail address or the password is wrong.", headers={"WWW-Authenticate": "Bearer"}
            )
        return JSONResponse(self.session(user))

    async def refresh(self, request: Request) -> Response:
        body = await Body.read(request)
        token = body.take("refresh_token", text(1, 1000))
        body.finish()
        try:
            user_id, following = self.refresh_tokens.rotate(token)
        except ValueError:
            raise Refused(
                401, "The refresh token is not valid.", headers={"WWW-Authenticate": "Bearer"}
            ) from None
        return JSONResponse(self.session(self.users[user_id], following))

    async def logout(self, request: Request) -> Response:
        body = await Body.read(request)
        token = body.take("refresh_token", text(1, 1000))
        body.finish()
        self.refresh_tokens.sign_out(token)
        return Response(status_code=204)

    async def show_me(self, request: Request) -> Response:
        return JSONResponse(self.caller(request).shown())

    async def change_me(self, request: Request) -> Response:
        user = self.caller(request)
        body = await Body.read(request)
        name = body.take("name", text(1, 100), user.name)
        body.finish()
        user.name = name
        self.users[user.id] = user
        return JSONResponse(user.shown())

    def session(self, user: User, refresh_token: str | None = None) -> Mapping[str, Any]:
        return {
            "user": user.shown(),
            "access_token": issue_jwt(self.settings.secret_key, user.id),
            "token_type": "Bearer",
            "expires_in": ACCESS_SECONDS,
            "refresh_token": refresh_token or self.refresh_tokens.issue(user.id),
        }
