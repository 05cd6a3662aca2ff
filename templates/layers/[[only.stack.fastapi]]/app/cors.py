"""Lets browsers share responses only with the origins in CORS_ORIGINS."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


class CrossOrigin(CORSMiddleware):
    def __init__(self, app: ASGIApp, origins: list[str], rules: dict[str, list[str]]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=rules["methods"],
            allow_headers=rules["request_headers"],
            expose_headers=rules["exposed_headers"],
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """List everything that is allowed, whatever the request asks for: the browser compares."""
        origin = {"Access-Control-Allow-Origin": request_headers["origin"]}
        return Response(status_code=204, headers=self.preflight_headers | origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Treat a preflight from another origin like any other OPTIONS request, without permission."""
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            headers = Headers(scope=scope)
            if not self.is_allowed_origin(headers.get("origin", "")):
                await self.simple_response(scope, receive, send, request_headers=headers)
                return
        await super().__call__(scope, receive, send)
