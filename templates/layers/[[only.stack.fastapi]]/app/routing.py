"""Routes that only accept valid JSON, and know which methods a path allows."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope

from app.accounts.current_user import get_current_user
from app.bodies import check_media_type, parse
from app.failures import Failure, Invalid, Malformed


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


async def read(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect:
        raise Malformed("The body is not framed correctly.") from None


def check_once(request: Request, *names: str) -> None:
    """Reject repeated values of a single-value parameter, because they are ambiguous."""
    repeated = [name for name in names if len(request.query_params.getlist(name)) > 1]
    if repeated:
        raise Invalid({f"/{name}": "Give it once." for name in repeated})


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
