"""The WebSocket, and the routes to connect and subscribe."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.accounts.current_user import CurrentUser, get_current_user
from app.channels.access import may_listen, may_subscribe
from app.channels.connection import Connection
from app.channels.dependencies import CurrentSignIn, HubDep, SignerDep
from app.channels.fanout import Fanout
from app.channels.frames import PresentUser, encode, error
from app.channels.hub import Hub
from app.channels.in_memory import InMemory
from app.channels.names import room_of
from app.channels.schemas import AuthorizationAnswer, ChannelRequest, ConfigAnswer
from app.channels.settings import ChannelSettings
from app.channels.sign_outs import following_sign_outs
from app.channels.signatures import Signer
from app.channels.termination import before_termination
from app.channels.through_redis import ThroughRedis
from app.dependencies import SessionDep
from app.failures import Malformed
from app.permissions import Forbidden
from app.routing import (
    Router,
    check_media_type,
    check_values,
    parse,
    read,
    refused_after_strangers,
)

# The latest version of Pusher's clients is 7; its Java client uses 5. All three have the same frames.
PROTOCOLS = {"5", "6", "7"}
FORM = "application/x-www-form-urlencoded"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: ChannelSettings = app.state.settings
    signer = Signer.of(settings)
    hub = Hub(choose_fanout(settings, signer))
    app.state.signer, app.state.hub = signer, hub
    async with hub.fanout.running(hub), following_sign_outs(hub, app.state.database):
        with before_termination(hub.stop):
            yield
        await hub.emptied()


def choose_fanout(settings: ChannelSettings, signer: Signer) -> Fanout:
    if settings.redis_url is None:
        return InMemory()
    return ThroughRedis(settings.redis_url, signer, verified=settings.redis_tls == "verify")


public = Router(lifespan=lifespan)


@public.get("/api/v1/broadcasting/config")
async def show_config(signer: SignerDep) -> ConfigAnswer:
    return ConfigAnswer(key=signer.key)


async def read_form_or_json(request: Request) -> Any:
    """Pusher clients send a form; other clients may send JSON."""
    content_type = request.headers.get("content-type", "")
    async with refused_after_strangers(request):
        check_media_type(content_type, accepted={"application/json", FORM})
        body = await read(request)
        return parse_form(body) if content_type.strip().lower().startswith(FORM) else parse(body)


# The body first, so that no database connection is held while it arrives.
router = Router(
    prefix="/api/v1/broadcasting/auth", dependencies=[Depends(read_form_or_json), Depends(get_current_user)]
)


@router.post("", response_model_exclude_none=True)
async def authorize(
    body: Annotated[Any, Depends(read_form_or_json)],
    user: CurrentUser,
    sign_in: CurrentSignIn,
    session: SessionDep,
    hub: HubDep,
    signer: SignerDep,
) -> AuthorizationAnswer:
    wanted = as_channel_request(body)
    channel = wanted.channel_name
    if not await may_listen(session, channel, user_id=user.id):
        raise Forbidden("You may not subscribe to this channel.")
    await hub.fanout.save_sign_in(wanted.socket_id, channel, sign_in)
    channel_data = encode(PresentUser(str(user.id), user.name).as_data()) if room_of(channel) else None
    auth = signer.sign(wanted.socket_id, channel, channel_data or "")
    return AuthorizationAnswer(auth=auth, channel_data=channel_data)


@public.websocket("/app/{key}")
async def connect(socket: WebSocket, key: str) -> None:
    # It is not an error if the client has disconnected in the meantime.
    with suppress(WebSocketDisconnect):
        await socket.accept()
        await serve(socket, key)


async def serve(socket: WebSocket, key: str) -> None:
    state = socket.app.state
    if key != state.signer.key:
        await refuse(socket, 4001, "There is no application with this key.")
    elif socket.query_params.get("protocol") not in PROTOCOLS:
        await refuse(socket, 4007, "This protocol is not supported. Use protocol=7.")
    else:
        await Connection(
            socket,
            hub=state.hub,
            signer=state.signer,
            may_subscribe=partial(may_subscribe, state.database),
            activity_timeout=state.settings.activity_timeout,
        ).run()


async def refuse(socket: WebSocket, code: int, message: str) -> None:
    await socket.send_text(error(code, message))
    await socket.close(code, message)


def as_channel_request(body: Any) -> ChannelRequest:
    try:
        return ChannelRequest.model_validate(body)
    except ValidationError as problem:
        errors = [{**each, "loc": ("body", *each["loc"])} for each in problem.errors()]
        raise RequestValidationError(errors) from None


def parse_form(body: bytes) -> dict[str, Any]:
    try:
        values = dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=10))
    except ValueError:
        raise Malformed("The body is not a form.") from None
    check_values(values)
    return values
