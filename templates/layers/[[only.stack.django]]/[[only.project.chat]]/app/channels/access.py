"""Who may subscribe to a channel, and for how long."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from django.db import Error, close_old_connections

from app.accounts.models import SignIn
from app.channels.frames import PresentUser
from app.channels.names import ROOMS, channel_of_user, room_of
from app.database import now
from app.failures import Unavailable
from app.rooms.models import Member

Result = TypeVar("Result")

# What the event loop asks the database, in threads that keep their connections.
threads = ThreadPoolExecutor(4, thread_name_prefix="channels")


async def may_subscribe(channel: str, sign_in: UUID, user: PresentUser | None) -> bool:
    """Check again: the user may have signed out or left the room since the signature was created."""
    return await ask(is_allowed, channel, sign_in, user)


async def find_running(sign_ins: list[UUID]) -> set[UUID]:
    return await ask(running_among, sign_ins)


async def ask(question: Callable[..., Result], *values: Any) -> Result:
    def answer() -> Result:
        # Django only does this for requests.
        close_old_connections()
        return question(*values)

    return await asyncio.get_running_loop().run_in_executor(threads, answer)


def is_allowed(channel: str, sign_in_id: UUID, user: PresentUser | None) -> bool:
    sign_in = SignIn.objects.filter(id=sign_in_id).first()
    if sign_in is None or (user is not None and user.user_id != str(sign_in.user_id)):
        return False
    return may_listen(channel, user_id=sign_in.user_id)


def may_listen(channel: str, *, user_id: UUID) -> bool:
    if channel in (ROOMS, channel_of_user(user_id)):
        return True
    room_id = room_of(channel)
    return room_id is not None and Member.objects.filter(room=room_id, user=user_id).exists()


def running_among(sign_ins: list[UUID]) -> set[UUID]:
    try:
        return set(SignIn.objects.filter(id__in=sign_ins, expires_at__gt=now()).values_list("id", flat=True))
    except Error:
        raise Unavailable("The database is unavailable.") from None
