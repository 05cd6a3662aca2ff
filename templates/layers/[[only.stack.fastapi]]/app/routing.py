"""Routes that only accept valid JSON, and know which methods a path allows."""

import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope

from app.accounts.current_user import get_current_user
from app.failures import Failure, Invalid, Malformed, UnsupportedType

DEEPEST = 100
# Limits, because parsing costs memory and time before validation.
MOST_VALUES = 5_000


class JsonRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_parsed"):
            self._parsed = parse(await read(self))
        return self._parsed


class JsonRoute(APIRoute):
    """Rejects other media types, and JSON that a client or a database cannot store."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.methods and "GET" in self.methods:
            self.methods.add("HEAD")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first matching path wins: PUT /articles/feed is 405, and does not change an article "feed"."""
        match, child_scope = super().matches(scope)
        if match is not Match.NONE and scope.setdefault("first_path", self.path) != self.path:
            return Match.NONE, {}
        return match, child_scope

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        accepted = {"application/json"}
        if "PATCH" in (self.methods or ()):
            accepted.add("application/merge-patch+json")

        async def handle_json(request: Request) -> Response:
            if self.body_field is None:
                return await handle(request)
            json_request = JsonRequest(request.scope, request.receive)
            if self.needs_user():
                async with refused_after_strangers(request):
                    await read_json(json_request, accepted)
            else:
                await read_json(json_request, accepted)
            return await handle(json_request)

        return handle_json

    def needs_user(self) -> bool:
        return any(depends.dependency is get_current_user for depends in self.dependencies)


class Router(APIRouter):
    """Declares authentication as `dependencies=[Depends(get_current_user)]`, unless its name is `public`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=JsonRoute, **options)


@asynccontextmanager
async def refused_after_strangers(request: Request) -> AsyncIterator[None]:
    """Answer 401 rather than reject the body: FastAPI parses it before it calls `get_current_user`."""
    try:
        yield
    except Failure:
        async with request.app.state.database.sessions() as session:
            await get_current_user(request, request.app.state.settings, session)
        raise


async def read_json(request: JsonRequest, accepted: set[str]) -> None:
    check_media_type(request.headers.get("content-type", ""), accepted=accepted)
    await request.json()


def check_media_type(content_type: str, *, accepted: set[str]) -> None:
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    in_utf_8 = all(parameter in ("", "charset=utf-8", 'charset="utf-8"') for parameter in parameters)
    if media_type not in accepted or not in_utf_8:
        raise UnsupportedType(f"The body must be {' or '.join(sorted(accepted))}, in UTF-8.")


async def read(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect:
        raise Malformed("The body is not framed correctly.") from None


def parse(body: bytes) -> Any:
    try:
        # As float, because int has a limit on digits. No field is a number: the first one will need int.
        value = json.loads(body.decode("utf-8"), parse_int=float, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not valid JSON.") from None
    check_values(value)
    return value


# The location of a value: its parent's location, and the step from there. Empty for the root.
Place = tuple[Any, ...]


def check_values(value: object) -> None:
    """Reject complex bodies, NUL (PostgreSQL cannot store it), and lone surrogates."""
    parts: list[tuple[int, Place, object]] = [(0, (), value)]
    for depth, place, part in parts:
        if depth >= DEEPEST and isinstance(part, dict | list):
            raise Malformed(f"The body is nested more than {DEEPEST} levels deep.")
        if isinstance(part, dict | list) and len(parts) + len(part) > MOST_VALUES:
            raise Invalid({"": f"A body has at most {MOST_VALUES} values."})
        if isinstance(part, dict):
            parts += [(depth, place, key) for key in part]
            parts += [(depth + 1, (place, key), child) for key, child in part.items()]
        elif isinstance(part, list):
            parts += [(depth + 1, (place, index), child) for index, child in enumerate(part)]
        elif isinstance(part, str) and not is_sound(part):
            pointer = pointer_to(place).encode("utf-8", "replace").decode()
            raise Invalid({pointer: "Text must not contain NUL or lone surrogates."})


def pointer_to(place: Place) -> str:
    steps = []
    while place:
        place, step = place
        steps.append(f"/{escape(str(step))}")
    return "".join(reversed(steps))


def check_once(request: Request, *names: str) -> None:
    """Reject repeated values of a single-value parameter, because they are ambiguous."""
    repeated = [name for name in names if len(request.query_params.getlist(name)) > 1]
    if repeated:
        raise Invalid({f"/{name}": "Give it once." for name in repeated})


def is_sound(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def escape(key: str) -> str:
    """Escape one step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def allowed_methods(request: Request) -> str:
    """The methods of all routes at this path; the router itself only lists those of the first."""
    return ", ".join(
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
