"""A room with a message to the guest."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.guest_account import make_guest
from app.accounts.models import User
from app.messages.routes import say
from app.rooms.models import Member, Room

GREETINGS = [
    "Hello! This room is private: only the two of us are in it.",
    "Write something, open a second window, or make a public room and wait for others.",
]


async def add_sample(session: AsyncSession, guest: User) -> None:
    """Ada is a guest too, so she is deleted with the guest."""
    ada = make_guest("Ada", guest.password_hash)
    session.add(ada)
    await session.flush()
    name = f"Welcome {guest.email.removesuffix('@guest.invalid')}"
    room = Room(name=name, topic="Try it out", private=True, created_by=guest.id)
    session.add(room)
    await session.flush()
    session.add_all([Member(room_id=room.id, user_id=person.id) for person in (guest, ada)])
    await session.flush()
    for greeting in GREETINGS:
        await say(session, room_id=room.id, author=ada, body=greeting)
