from uuid import UUID

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from app.accounts.current_user import get_current_user, require_user
from app.channels.announcing import announce, channel_lock, close
from app.channels.names import channel_of
from app.cursors import Page
from app.pagination import fetch_page, with_link
from app.requests import answer, body_of, no_content
from app.rooms import queries
from app.rooms.access import find_access, find_own_room
from app.rooms.events import announce_membership, announce_room, as_event, audience
from app.rooms.models import Room
from app.rooms.overview import describe
from app.rooms.schemas import NewRoom, RoomAnswer, RoomChange
from app.session import get_session
from app.sorting import Sort

blueprint = Blueprint("rooms", __name__, url_prefix="/api/v1/rooms")
blueprint.before_request(require_user)

NEWEST_FIRST = Sort(Room.id, UUID, descending=True)


@blueprint.get("")
def list_rooms() -> Response:
    session, user = get_session(), get_current_user()
    rooms, cursor = fetch_page(session, queries.rooms_visible_to(user), NEWEST_FIRST)
    return with_link(answer(Page(items=describe(session, rooms, user), next_cursor=cursor)), cursor)


@blueprint.post("")
def create_room() -> Response:
    session, user = get_session(), get_current_user()
    room = Room(created_by=user.id, **body_of(NewRoom).model_dump())
    queries.save_room(session, room)
    queries.add_member(session, room, user.id)
    announce_room(session, "room.created", room)
    announce_membership("membership.created", room_id=room.id, user_id=user.id)
    return answer(as_seen(room), 201, {"Location": f"{blueprint.url_prefix}/{room.id}"})


@blueprint.get("/<room_id>")
def show_room(room_id: str) -> Response:
    return answer(as_seen(find_access(room_id).room))


@blueprint.patch("/<room_id>")
def change_room(room_id: str) -> Response:
    room, body, session = find_own_room(room_id), body_of(RoomChange), get_session()
    with channel_lock(channel_of(room.id), session):
        # Read again: it may have been changed or deleted while this waited for the lock.
        room = queries.find_own_room(session, room.id, get_current_user())
        for name, value in body.model_dump().items():
            setattr(room, name, value)
        queries.save_room(session, room)
        announce_room(session, "room.updated", room)
    return answer(as_seen(room))


@blueprint.delete("/<room_id>")
def delete_room(room_id: str) -> Response:
    remove_room(get_session(), find_own_room(room_id))
    return no_content()


def as_seen(room: Room) -> RoomAnswer:
    """By the caller."""
    return describe(get_session(), [room], get_current_user())[0]


def remove_rooms_of(session: Session, user_id: UUID) -> None:
    for room in queries.rooms_created_by(session, user_id):
        remove_room(session, room)


def remove_room(session: Session, room: Room) -> None:
    """Of two concurrent deletions, only the one that deleted the row announces it."""
    with channel_lock(channel_of(room.id), session):
        channels, data = audience(session, room), as_event(session, room)
        was_there = queries.delete_room(session, room)
        session.commit()
        if was_there:
            close(channel_of(room.id))
            for channel in channels:
                announce(channel, "room.deleted", data)
