from starlette.types import ASGIApp, Receive, Scope, Send

from app.limits import check_head, limited


class RejectInvalidRequests:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            check_head(scope)
            receive = limited(receive)
        await self.app(scope, receive, send)
