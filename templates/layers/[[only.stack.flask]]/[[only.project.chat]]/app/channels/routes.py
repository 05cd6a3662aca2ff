"""The routes to connect to the WebSocket, and to subscribe."""

from uuid import UUID

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from app.accounts.current_user import REFUSED, bearer_token, get_current_user, require_user
from app.bodies import check_media_type, parse
from app.channels.access import Questions, may_listen
from app.channels.announcing import get_channels
from app.channels.forms import FORM, parse_form
from app.channels.frames import PresentUser, encode
from app.channels.names import room_of
from app.channels.schemas import AuthorizationAnswer, ChannelRequest, ConfigAnswer
from app.channels.server import Channels
from app.channels.settings import ChannelSettings
from app.event_loop import wait_for
from app.failures import Unauthenticated
from app.permissions import Forbidden
from app.requests import answer, answer_json
from app.services import get_settings, services_of
from app.session import get_session
from app.tokens import read_access_token
from app.validation import validated

public = Blueprint("public_channels", __name__, url_prefix="/api/v1/broadcasting")
blueprint = Blueprint("channels", __name__, url_prefix="/api/v1/broadcasting")
blueprint.before_request(require_user)


@public.record_once
def add_channels(state: BlueprintSetupState) -> None:
    services = services_of(state.app)
    assert isinstance(services.settings, ChannelSettings)
    ask = Questions(services.database)
    state.app.extensions["channels"] = Channels(
        services.settings, may_subscribe=ask.may_subscribe, find_running=ask.find_running
    )


@public.get("/config")
def show_config() -> Response:
    return answer(ConfigAnswer(key=get_channels().signer.key))


@blueprint.post("/auth")
def authorize() -> Response:
    user, channels = get_current_user(), get_channels()
    wanted = validated(ChannelRequest, form_or_json())
    channel = wanted.channel_name
    if not may_listen(get_session(), channel, user_id=user.id):
        raise Forbidden("You may not subscribe to this channel.")
    wait_for(channels.hub.fanout.save_sign_in(wanted.socket_id, channel, current_sign_in()))
    channel_data = encode(PresentUser(str(user.id), user.name).as_data()) if room_of(channel) else None
    auth = channels.signer.sign(wanted.socket_id, channel, channel_data or "")
    body = AuthorizationAnswer(auth=auth, channel_data=channel_data)
    return answer_json(body.model_dump_json(exclude_none=True))


def form_or_json() -> object:
    """Pusher clients send a form; other clients may send JSON."""
    content_type = request.headers.get("Content-Type", "")
    check_media_type(content_type, accepted={"application/json", FORM})
    body = request.get_data(parse_form_data=False)
    return parse_form(body) if content_type.strip().lower().startswith(FORM) else parse(body)


def current_sign_in() -> UUID:
    sign_in = read_access_token(bearer_token(), "sid", secret_key=get_settings().secret_key)
    if sign_in is None:
        raise Unauthenticated(REFUSED)
    return sign_in
