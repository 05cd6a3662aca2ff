from uuid import UUID

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from app.accounts.current_user import get_current_user, require_user
from app.accounts.models import User
from app.channels.announcing import channel_lock, expel
from app.channels.names import channel_of
from app.cursors import Page
from app.pagination import fetch_page, with_link
from app.permissions import Forbidden
from app.requests import answer, no_content
from app.rooms import queries
from app.rooms.access import find_access
from app.rooms.events import announce_membership
from app.rooms.models import Member, Room
from app.rooms.schemas import MemberAnswer
from app.session import get_session
from app.sorting import Sort
from app.validation import id_of

blueprint = Blueprint("members", __name__, url_prefix="/api/v1/rooms/<room_id>/members")
blueprint.before_request(require_user)

IN_ORDER_OF_JOINING = Sort(Member.id, UUID)


@blueprint.get("")
def list_members(room_id: str) -> Response:
    room = find_access(room_id).room
    members, cursor = fetch_page(get_session(), queries.members_of(room), IN_ORDER_OF_JOINING)
    items = [
        MemberAnswer(id=member.user_id, name=member.user.name, joined_at=member.joined_at)
        for member in members
    ]
    return with_link(answer(Page(items=items, next_cursor=cursor)), cursor)


@blueprint.put("/<user_id>")
def add_member(room_id: str, user_id: str) -> Response:
    member_id, room, user = id_of(user_id), find_access(room_id).room, get_current_user()
    if member_id != user.id and not room.private:
        raise Forbidden("Users can only add themselves to a public room.")
    admit(get_session(), room, user_id=member_id, by=user)
    return no_content()


@blueprint.delete("/<user_id>")
def remove_member(room_id: str, user_id: str) -> Response:
    member_id, room = id_of(user_id), find_access(room_id).room
    if get_current_user().id not in (member_id, room.created_by):
        raise Forbidden("Only the room's creator can remove others.")
    dismiss(get_session(), room, user_id=member_id)
    return no_content()


def admit(session: Session, room: Room, *, user_id: UUID, by: User) -> None:
    """Make the user a member. Does nothing if they are one already."""
    with channel_lock(channel_of(room.id), session):
        # Check again: the room or the caller's membership may have been removed while this waited.
        room = queries.find_room(session, room.id, by)
        if queries.find_member(session, room_id=room.id, user_id=user_id):
            return
        queries.add_member(session, room, user_id)
        announce_membership("membership.created", room_id=room.id, user_id=user_id)


def leave_rooms(session: Session, user_id: UUID) -> None:
    for room in queries.find_joined_rooms(session, user_id):
        dismiss(session, room, user_id=user_id)


def dismiss(session: Session, room: Room, *, user_id: UUID) -> None:
    channel = channel_of(room.id)
    with channel_lock(channel, session):
        was_member = queries.delete_member(session, room, user_id)
        expel(channel, str(user_id))
        if was_member:
            announce_membership("membership.deleted", room_id=room.id, user_id=user_id)
