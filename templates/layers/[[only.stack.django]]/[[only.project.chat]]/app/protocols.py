"""What the server does besides answering HTTP: the channels, with their WebSockets."""

from django.conf import settings

from app.asgi import Protocols, refuse_websocket
from app.channels.access import find_running, may_subscribe
from app.channels.announcing import current_channels
from app.channels.server import PATH, Channels
from app.middleware import Application, Receive, Scope, Send


def serve(http: Application) -> Application:
    channels = Channels(settings.ENV, may_subscribe=may_subscribe, find_running=find_running)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        # For the thread that answers this request, which gets a copy of the context.
        current_channels.set(channels)
        await http(scope, receive, send)

    async def connect(scope: Scope, receive: Receive, send: Send) -> None:
        handle = channels.connect if scope["path"].startswith(PATH) else refuse_websocket
        await handle(scope, receive, send)

    return Protocols(http=answer, websocket=connect, lifespan=channels.running)
