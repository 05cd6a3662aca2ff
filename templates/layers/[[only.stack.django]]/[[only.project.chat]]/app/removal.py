"""Removes accounts with their rooms and memberships, and announces it."""

from app.accounts.models import User
from app.accounts.users import delete_user
from app.rooms.actions import dismiss, remove_room
from app.rooms.models import Room


def remove_user(user: User) -> None:
    for room in user.created_rooms.all():
        remove_room(room)
    # Django would also delete memberships, but not private rooms without any member.
    for room in Room.objects.filter(members__user=user):
        dismiss(room, user_id=user.id)
    delete_user(user)
