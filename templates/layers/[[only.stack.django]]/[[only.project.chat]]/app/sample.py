"""A room with a message to the guest."""

from app.accounts.models import User
from app.accounts.users import add_guest
from app.messages.queries import add_message
from app.rooms.queries import add_member, add_room

GREETINGS = [
    "Hello! This room is private: only the two of us are in it.",
    "Write something, open a second window, or make a public room and wait for others.",
]


def add_sample(guest: User) -> None:
    """Ada is a guest too, so she is deleted with the guest."""
    ada = add_guest(name="Ada", password=guest.password)
    name = f"Welcome {guest.email.removesuffix('@guest.invalid')}"
    room = add_room(guest, {"name": name, "topic": "Try it out", "private": True})
    add_member(room, ada.id)
    for greeting in GREETINGS:
        add_message(room.id, author=ada, body=greeting)
