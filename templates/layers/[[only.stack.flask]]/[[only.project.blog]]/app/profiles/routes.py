from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Row

from app.accounts.current_user import find_viewer_id, get_current_user, require_user
from app.profiles.queries import add_follow, find_profile, remove_follow
from app.profiles.schemas import Profile, ProfileEnvelope
from app.requests import answer
from app.session import get_session

public = Blueprint("public_profiles", __name__, url_prefix="/api/profiles/<username>")
blueprint = Blueprint("profiles", __name__, url_prefix="/api/profiles/<username>/follow")
blueprint.before_request(require_user)


@public.get("")
def show_profile(username: str) -> Response:
    return answer_profile(find_profile(get_session(), username, find_viewer_id()))


@blueprint.post("")
def follow(username: str) -> Response:
    session, me = get_session(), get_current_user()
    followed = find_profile(session, username, me.id)
    add_follow(session, me.id, followed.id)
    return answer_profile(followed, following=True)


@blueprint.delete("")
def unfollow(username: str) -> Response:
    session, me = get_session(), get_current_user()
    followed = find_profile(session, username, me.id)
    remove_follow(session, me.id, followed.id)
    return answer_profile(followed, following=False)


def answer_profile(row: Row[*tuple[Any, ...]], **changes: bool) -> Response:
    return answer(ProfileEnvelope(profile=Profile.model_validate(row).model_copy(update=changes)))
