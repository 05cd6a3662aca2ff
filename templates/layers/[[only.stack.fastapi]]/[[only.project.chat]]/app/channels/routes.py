"""The WebSocket, and the routes to connect and subscribe."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from app.accounts.current_user import CurrentUser, get_current_user
from app.bodies import check_media_type, parse
from app.channels.access import find_running, may_listen, may_subscribe
from app.channels.dependencies import CurrentSignIn, HubDep, SignerDep
from app.channels.forms import FORM, parse_form
from app.channels.frames import PresentUser, encode
from app.channels.names import room_of
from app.channels.schemas import AuthorizationAnswer, ChannelRequest, ConfigAnswer
from app.channels.server import PATH, Channels
from app.dependencies import SessionDep
from app.engine import Database
from app.permissions import Forbidden
from app.routing import Router, read, refused_after_strangers


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    database: Database = app.state.database
    app.state.channels = Channels(
        app.state.settings,
        may_subscribe=partial(may_subscribe, database),
        find_running=partial(find_running, database),
    )
    async with app.state.channels.running():
        yield


class Connect:
    """Passes a WebSocket on to the channels, which are an ASGI application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        channels: Channels = scope["app"].state.channels
        await channels.connect(scope, receive, send)


public = Router(lifespan=lifespan)
public.add_websocket_route(f"{PATH}{{key}}", Connect())  # type: ignore[arg-type]


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


def as_channel_request(body: Any) -> ChannelRequest:
    try:
        return ChannelRequest.model_validate(body)
    except ValidationError as problem:
        errors = [{**each, "loc": ("body", *each["loc"])} for each in problem.errors()]
        raise RequestValidationError(errors) from None
