from flask import Blueprint, Response, current_app
from flask.blueprints import BlueprintSetupState

from app.accounts.current_user import get_current_user, require_user
from app.accounts.users import find_user
from app.rate_limits import RateLimit
from app.requests import body_of, no_content
from app.rooms.access import find_joined_room
from app.rooms.members import admit
from app.rooms.schemas import Invitation
from app.session import get_session

PER_MINUTE = 20

blueprint = Blueprint("invitations", __name__, url_prefix="/api/v1/rooms/<room_id>/invitations")
blueprint.before_request(require_user)


@blueprint.record_once
def add_limit(state: BlueprintSetupState) -> None:
    state.app.extensions["invitations"] = RateLimit(PER_MINUTE)


@blueprint.post("")
def invite(room_id: str) -> Response:
    room, body, user = find_joined_room(room_id), body_of(Invitation), get_current_user()
    limit: RateLimit = current_app.extensions["invitations"]
    limit.count(str(user.id))
    if invited := find_user(get_session(), body.email):
        admit(get_session(), room, user_id=invited.id, by=user)
    return no_content()
