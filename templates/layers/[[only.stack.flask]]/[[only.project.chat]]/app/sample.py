"""A room with a message to the guest."""

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.users import add_guest
from app.messages.queries import add_message
from app.rooms.models import Member, Room

GREETINGS = [
    "Hello! This room is private: only the two of us are in it.",
    "Write something, open a second window, or make a public room and wait for others.",
]


def add_sample(session: Session, guest: User) -> None:
    """Ada is a guest too, so she is deleted with the guest."""
    ada = add_guest(session, name="Ada", password_hash=guest.password_hash)
    name = f"Welcome {guest.email.removesuffix('@guest.invalid')}"
    room = Room(name=name, topic="Try it out", private=True, created_by=guest.id)
    session.add(room)
    session.flush()
    session.add_all([Member(room_id=room.id, user_id=person.id) for person in (guest, ada)])
    session.flush()
    for greeting in GREETINGS:
        add_message(session, room_id=room.id, author=ada, body=greeting)
