"""The paths to connect to the WebSocket, and to subscribe."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from app.accounts.current_user import REFUSED, bearer_token
from app.bodies import check_media_type, parse
from app.channels.access import may_listen
from app.channels.announcing import current_channels
from app.channels.forms import FORM, parse_form
from app.channels.frames import PresentUser, encode
from app.channels.names import room_of
from app.channels.schemas import AuthorizationAnswer, ChannelRequest, ConfigAnswer
from app.event_loop import wait_for
from app.failures import Unauthenticated
from app.permissions import Forbidden
from app.tokens import read_access_token
from app.validation import validate
from app.views import ApiView, answer, answer_json


class Config(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(ConfigAnswer(key=current_channels.get().signer.key))


class Authorization(ApiView):
    def post(self, request: HttpRequest) -> HttpResponse:
        channels = current_channels.get()
        wanted = validate(ChannelRequest, form_or_json(request))
        channel = wanted.channel_name
        if not may_listen(channel, user_id=self.user.id):
            raise Forbidden("You may not subscribe to this channel.")
        wait_for(channels.hub.fanout.save_sign_in(wanted.socket_id, channel, sign_in_of(request)))
        present = encode(PresentUser(str(self.user.id), self.user.name).as_data())
        channel_data = present if room_of(channel) else None
        auth = channels.signer.sign(wanted.socket_id, channel, channel_data or "")
        body = AuthorizationAnswer(auth=auth, channel_data=channel_data)
        return answer_json(body.model_dump_json(exclude_none=True))


def form_or_json(request: HttpRequest) -> object:
    """Pusher clients send a form; other clients may send JSON."""
    content_type = request.headers.get("Content-Type", "")
    check_media_type(content_type, accepted={"application/json", FORM})
    is_form = content_type.strip().lower().startswith(FORM)
    return parse_form(request.body) if is_form else parse(request.body)


def sign_in_of(request: HttpRequest) -> UUID:
    sign_in = read_access_token(bearer_token(request), "sid", secret_key=settings.SECRET_KEY)
    if sign_in is None:
        raise Unauthenticated(REFUSED)
    return sign_in
