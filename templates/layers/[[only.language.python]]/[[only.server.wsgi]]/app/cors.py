"""Lets browsers share responses only with the origins in CORS_ORIGINS."""

from app.middleware import Application, Message, Receive, Scope, Send, header

SECONDS = 600


class CrossOrigin:
    def __init__(self, app: Application, origins: list[str], rules: dict[str, list[str]]) -> None:
        self.app = app
        self.origins = origins
        self.preflight = {
            "access-control-allow-methods": ", ".join(rules["methods"]),
            "access-control-allow-headers": ", ".join(rules["request_headers"]),
            "access-control-max-age": str(SECONDS),
        }
        self.exposed = {"access-control-expose-headers": ", ".join(rules["exposed_headers"])}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = header(scope["headers"], b"origin")
        is_allowed = origin in self.origins
        asks = header(scope["headers"], b"access-control-request-method") is not None
        # Everything that is allowed, whatever the preflight asks for: the browser compares.
        is_preflight = is_allowed and asks and scope["method"] == "OPTIONS"
        added = {"vary": "Origin"}
        if is_allowed:
            own = self.preflight if is_preflight else self.exposed
            added |= {"access-control-allow-origin": str(origin), **own}
        headers = [(name.encode(), value.encode()) for name, value in added.items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        if is_preflight:
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body"})
        else:
            await self.app(scope, receive, send_with_headers)
