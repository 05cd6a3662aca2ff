"""Subscriptions, presence and events on channels, across all processes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from app.channels.connections import RECONNECT, Connections, PresentUsers, Subscriber
from app.channels.fanout import Fanout
from app.channels.frames import Announcement, PresentUser, encode, frame, presence, subscription_succeeded

Check = Callable[[], Awaitable[bool]]


class Hub:
    def __init__(self, fanout: Fanout) -> None:
        self.fanout = fanout
        self.connections = Connections()
        self.stopping = False
        self._leaving: set[asyncio.Task[None]] = set()

    def connect(self, connection: Subscriber) -> None:
        self.connections.add(connection)
        if self.stopping:
            connection.close(RECONNECT, "The server restarts.")

    async def disconnect(self, connection: Subscriber) -> None:
        # Remove all of them first: if the fan-out fails for one, no lease of the others is renewed.
        for channel in self.connections.remove(connection):
            await self._end_presence(channel, connection.id)

    async def leave(self, goodbye: Coroutine[Any, Any, None]) -> None:
        """Finish leaving even if the waiting task is cancelled: the others must see the user leave."""
        task = asyncio.create_task(goodbye)
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
        await asyncio.shield(task)

    async def emptied(self) -> None:
        """Wait for connections that are leaving."""
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def stop(self) -> None:
        self.stopping = True
        self.connections.restart()

    async def listen(self, connection: Subscriber, channel: str, *, is_allowed: Check) -> bool:
        """Subscribe to a private channel, which has no presence."""
        if not await is_allowed():
            return False
        self.connections.enter(channel, connection.id, None)
        connection.send(subscription_succeeded(channel, "{}"))
        return True

    async def subscribe(
        self, connection: Subscriber, channel: str, user: PresentUser, *, is_allowed: Check
    ) -> bool:
        """Subscribe the user if allowed. Under the lock, so that nobody is removed in between."""
        async with self.fanout.lock(channel):
            if not await is_allowed():
                return False
            await self._remove_expired(channel)
            before = await self.fanout.present(channel)
            await self.fanout.enter(channel, connection.id, user)
            self.connections.enter(channel, connection.id, user)
            now = presence(before | {connection.id: user})
            connection.send(subscription_succeeded(channel, now))
            if user.user_id not in user_ids(before):
                added = frame("pusher_internal:member_added", encode(user.as_data()), channel=channel)
                await self.fanout.publish(Announcement(channel, added, except_for=connection.id))
        return True

    async def unsubscribe(self, connection: Subscriber, channel: str) -> None:
        was_present = self.connections.present_user(connection.id, channel) is not None
        self.connections.leave(channel, connection.id)
        if was_present:
            await self._end_presence(channel, connection.id)

    async def remove_expired(self, channel: str) -> None:
        """Announce that users of killed processes have left."""
        if await self.fanout.expired(channel):
            async with self.fanout.lock(channel):
                await self._remove_expired(channel)

    async def announce(self, channel: str, event: str, data: str) -> None:
        """Like `expel` and `close`, it needs the lock of the channel."""
        await self.fanout.publish(Announcement(channel, frame(event, data, channel=channel)))

    async def expel(self, channel: str, user_id: str) -> None:
        users = await self.fanout.present(channel)
        theirs = tuple(socket_id for socket_id, user in users.items() if user.user_id == user_id)
        await self.fanout.publish(Announcement(channel, expelled=theirs, status=403))
        await self._remove(channel, theirs)

    async def close(self, channel: str) -> None:
        users = await self.fanout.present(channel)
        # Tell them first: a connection that loses its lease without a reason starts over.
        await self.fanout.publish(Announcement(channel, expelled=tuple(users), status=404))
        await self.fanout.leave(channel, users)

    async def _end_presence(self, channel: str, socket_id: str) -> None:
        async with self.fanout.lock(channel):
            await self._remove(channel, [socket_id])

    async def _remove_expired(self, channel: str) -> None:
        await self._remove(channel, await self.fanout.expired(channel))

    async def _remove(self, channel: str, socket_ids: Iterable[str]) -> None:
        """End the presence of these connections; announce users without any other connection as gone."""
        before = await self.fanout.present(channel)
        gone = {socket_id: before[socket_id] for socket_id in socket_ids if socket_id in before}
        await self.fanout.leave(channel, gone)
        staying = {socket_id: user for socket_id, user in before.items() if socket_id not in gone}
        for user_id in sorted(user_ids(gone) - user_ids(staying)):
            removed = frame("pusher_internal:member_removed", encode({"user_id": user_id}), channel=channel)
            await self.fanout.publish(Announcement(channel, removed))


def user_ids(users: PresentUsers) -> set[str]:
    return {user.user_id for user in users.values()}
