"""The connections of this process, and the channels of each."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from app.channels.frames import Announcement, PresentUser, subscription_error

RECONNECT, SIGNED_OUT = 4200, 4009
GONE = {403: "You are not a member of this room.", 404: "This room was deleted."}

PresentUsers = dict[str, PresentUser]
"""The users present on a channel, by connection id."""


class Subscriber(Protocol):
    id: str
    sign_ins: set[UUID]

    def send(self, text: str) -> None: ...
    def close(self, code: int, reason: str) -> None: ...


class Connections:
    def __init__(self) -> None:
        self._connections: dict[str, Subscriber] = {}
        # Private channels have subscribers, but nobody is present on them.
        self._channels: dict[str, dict[str, PresentUser | None]] = {}
        self._subscriptions: dict[str, set[str]] = {}

    def add(self, connection: Subscriber) -> None:
        self._connections[connection.id] = connection

    def remove(self, connection: Subscriber) -> list[str]:
        """Forget the connection, and return the channels on which it was present."""
        self._connections.pop(connection.id, None)
        channels = self.subscriptions(connection.id)
        present = [channel for channel in channels if self.present_user(connection.id, channel)]
        for channel in list(channels):
            self.leave(channel, connection.id)
        return present

    def enter(self, channel: str, socket_id: str, user: PresentUser | None) -> None:
        self._channels.setdefault(channel, {})[socket_id] = user
        self._subscriptions.setdefault(socket_id, set()).add(channel)

    def leave(self, channel: str, socket_id: str) -> bool:
        """Return whether it was on the channel."""
        subscriptions = self.subscriptions(socket_id)
        if channel not in subscriptions:
            return False
        subscriptions.remove(channel)
        if not subscriptions:
            del self._subscriptions[socket_id]
        del self._channels[channel][socket_id]
        if not self._channels[channel]:
            del self._channels[channel]
        return True

    def subscriptions(self, socket_id: str) -> set[str]:
        return self._subscriptions.get(socket_id, set())

    def present_user(self, socket_id: str, channel: object) -> PresentUser | None:
        return self._channels.get(channel, {}).get(socket_id) if isinstance(channel, str) else None

    def here(self) -> dict[str, PresentUsers]:
        """The users present in this process, by channel."""
        present = {
            channel: {socket_id: user for socket_id, user in users.items() if user}
            for channel, users in self._channels.items()
        }
        return {channel: users for channel, users in present.items() if users}

    def deliver(self, announcement: Announcement) -> None:
        channel = announcement.channel
        for socket_id in announcement.expelled:
            if self.leave(channel, socket_id):
                status = announcement.status
                self._send(socket_id, subscription_error(channel, status=status, message=GONE[status]))
        if announcement.frame is not None:
            for socket_id in self._channels.get(channel, {}):
                if socket_id != announcement.except_for:
                    self._send(socket_id, announcement.frame)

    def restart(self, socket_ids: Iterable[str] | None = None) -> None:
        """Make clients reconnect: those of the given connections, or all."""
        for socket_id in list(self._connections if socket_ids is None else socket_ids):
            if connection := self._connections.get(socket_id):
                connection.close(RECONNECT, "Connect again.")

    def sign_ins(self) -> set[UUID]:
        """The sessions that this process's connections are subscribed for."""
        return {sign_in for connection in self._connections.values() for sign_in in connection.sign_ins}

    def sign_out(self, ended: set[UUID]) -> None:
        for connection in list(self._connections.values()):
            if connection.sign_ins & ended:
                connection.close(SIGNED_OUT, "Signed out.")

    def _send(self, socket_id: str, text: str) -> None:
        if connection := self._connections.get(socket_id):
            connection.send(text)
