"""Distributes announcements to all processes, and shares who is present."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol
from uuid import UUID

from app.channels.connections import Connections, PresentUsers
from app.channels.frames import Announcement, PresentUser


class Listener(Protocol):
    """The interface of this process's connections for the fan-out."""

    connections: Connections

    async def remove_expired(self, channel: str) -> None: ...


class Fanout(Protocol):
    def lock(self, channel: str) -> AbstractAsyncContextManager[None]:
        """A lock on a channel, across all processes."""

    async def publish(self, announcement: Announcement) -> None:
        """Announcements that are published under the lock arrive everywhere in the same order."""

    async def save_sign_in(self, socket_id: str, channel: str, sign_in: UUID) -> None:
        """Remember which session a subscription was signed for, until the client subscribes."""

    async def sign_in_of(self, socket_id: str, channel: str) -> UUID | None: ...
    async def present(self, channel: str) -> PresentUsers: ...
    async def expired(self, channel: str) -> list[str]: ...
    async def enter(self, channel: str, socket_id: str, user: PresentUser) -> None: ...
    async def leave(self, channel: str, users: PresentUsers) -> None: ...
    def running(self, listener: Listener) -> AbstractAsyncContextManager[None]: ...
