"""The ASGI application around a WSGI application: what uvicorn runs.

It starts and stops what runs beside requests, serves WebSockets, and answers HTTP in a fixed pool of threads.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from a2wsgi import WSGIMiddleware

from app.event_loop import remember_event_loop
from app.failures import Failure
from app.limits import NoRoute, check_head, limited
from app.middleware import Application, Message, Receive, Scope, Send

THREADS = 12
# Whether the server lives is not a question of how busy the others are.
HEALTH_THREADS = {"/healthz": 1, "/readyz": 4}

WsgiApplication = Callable[[dict[str, Any], Any], Any]
Lifespan = Callable[[], AbstractAsyncContextManager[None]]


class Protocols:
    """Passes each connection on to what handles its protocol."""

    def __init__(self, *, http: Application, websocket: Application, lifespan: Lifespan) -> None:
        self.http = http
        self.websocket = websocket
        self.lifespan = lifespan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self.http(scope, receive, send)
            case "websocket":
                await self.websocket(scope, receive, send)
            case "lifespan":
                await receive()
                async with self.lifespan():
                    await send({"type": "lifespan.startup.complete"})
                    await receive()
                await send({"type": "lifespan.shutdown.complete"})


async def refuse_websocket(_scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close"})


class InThreads:
    """Answers with a WSGI application, which gets a request once its body has arrived.

    Otherwise, a few clients that send slowly would keep all threads busy. So would requests that wait for
    others: `own_threads` gives paths a number of threads of their own.
    """

    def __init__(self, app: WsgiApplication, own_threads: Mapping[str, int]) -> None:
        make: Any = WSGIMiddleware
        self.others = make(app, workers=THREADS)
        pools = {**HEALTH_THREADS, **own_threads}
        self.pools = {path: make(app, workers=threads) for path, threads in pools.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        remember_event_loop()
        body = b""
        try:
            check_head(scope)
            body = await read(limited(receive))
        except ConnectionAbortedError:
            return
        except (Failure, NoRoute) as refusal:
            # The application answers, in its own format.
            scope = {**scope, "refusal": refusal}
        await self.pool_for(scope["path"])(with_body(scope, body), replay(body), send)

    def pool_for(self, path: str) -> Any:
        own = (pool for prefix, pool in self.pools.items() if f"{path}/".startswith(f"{prefix}/"))
        return next(own, self.others)


async def read(receive: Receive) -> bytes:
    parts, has_more = [], True
    while has_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionAbortedError
        parts.append(message.get("body", b""))
        has_more = message.get("more_body", False)
    return b"".join(parts)


def with_body(scope: Scope, body: bytes) -> Scope:
    """WSGI knows no chunks. Names with an underscore could pass for others: it replaces hyphens by them."""
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name not in (b"content-length", b"transfer-encoding") and b"_" not in name
    ]
    return {**scope, "headers": [*headers, (b"content-length", str(len(body)).encode())]}


def replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def refusal_of(environ: dict[str, Any]) -> Exception | None:
    """Why this request is refused before it is routed."""
    refusal: Exception | None = environ["asgi.scope"].get("refusal")
    return refusal
