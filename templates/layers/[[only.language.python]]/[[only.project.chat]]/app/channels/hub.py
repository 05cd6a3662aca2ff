"""Subscriptions, presence and events on channels, across all processes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from app.channels.fanout import Fanout
from app.channels.frames import Announcement, Visitor, encode, frame, presence, subscription_succeeded
from app.channels.roster import RECONNECT, Roster, Subscriber, Visitors

MayEnter = Callable[[], Awaitable[bool]]


class Hub:
    def __init__(self, fanout: Fanout) -> None:
        self.fanout = fanout
        self.roster = Roster()
        self.stopping = False
        self._leaving: set[asyncio.Task[None]] = set()

    def connect(self, connection: Subscriber) -> None:
        self.roster.add(connection)
        if self.stopping:
            connection.close(RECONNECT, "The server restarts.")

    async def disconnect(self, connection: Subscriber) -> None:
        # Remove all of them first: if the fan-out fails for one, no lease of the others is renewed.
        for channel in self.roster.remove(connection):
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
        self.roster.restart()

    async def listen(self, connection: Subscriber, channel: str, *, may_enter: MayEnter) -> bool:
        """Subscribe to a private channel, which has no presence."""
        if not await may_enter():
            return False
        self.roster.enter(channel, connection.id, None)
        connection.send(subscription_succeeded(channel, "{}"))
        return True

    async def subscribe(
        self, connection: Subscriber, channel: str, visitor: Visitor, *, may_enter: MayEnter
    ) -> bool:
        """Subscribe the visitor if allowed. Under the lock, so that nobody is removed in between."""
        async with self.fanout.turn(channel):
            if not await may_enter():
                return False
            await self._sweep(channel)
            before = await self.fanout.present(channel)
            await self.fanout.enter(channel, connection.id, visitor)
            self.roster.enter(channel, connection.id, visitor)
            now = presence(before | {connection.id: visitor})
            connection.send(subscription_succeeded(channel, now))
            if visitor.user_id not in users(before):
                added = frame("pusher_internal:member_added", encode(visitor.as_data()), channel=channel)
                await self.fanout.publish(Announcement(channel, added, except_for=connection.id))
        return True

    async def unsubscribe(self, connection: Subscriber, channel: str) -> None:
        was_present = self.roster.visitor(connection.id, channel) is not None
        self.roster.leave(channel, connection.id)
        if was_present:
            await self._end_presence(channel, connection.id)

    async def sweep(self, channel: str) -> None:
        """Announce that users of killed processes have left."""
        if await self.fanout.lapsed(channel):
            async with self.fanout.turn(channel):
                await self._sweep(channel)

    async def announce(self, channel: str, event: str, data: str) -> None:
        """Like `expel` and `close`, it needs the lock of the channel."""
        await self.fanout.publish(Announcement(channel, frame(event, data, channel=channel)))

    async def expel(self, channel: str, user_id: str) -> None:
        visitors = await self.fanout.present(channel)
        theirs = tuple(socket_id for socket_id, visitor in visitors.items() if visitor.user_id == user_id)
        await self.fanout.publish(Announcement(channel, expelled=theirs, status=403))
        await self._remove(channel, theirs)

    async def close(self, channel: str) -> None:
        visitors = await self.fanout.present(channel)
        # Tell them first: a connection that loses its lease without a reason starts over.
        await self.fanout.publish(Announcement(channel, expelled=tuple(visitors), status=404))
        await self.fanout.leave(channel, visitors)

    async def _end_presence(self, channel: str, socket_id: str) -> None:
        async with self.fanout.turn(channel):
            await self._remove(channel, [socket_id])

    async def _sweep(self, channel: str) -> None:
        await self._remove(channel, await self.fanout.lapsed(channel))

    async def _remove(self, channel: str, socket_ids: Iterable[str]) -> None:
        """End the presence of these connections; announce users without any other connection as gone."""
        before = await self.fanout.present(channel)
        gone = {socket_id: before[socket_id] for socket_id in socket_ids if socket_id in before}
        await self.fanout.leave(channel, gone)
        staying = {socket_id: visitor for socket_id, visitor in before.items() if socket_id not in gone}
        for user_id in sorted(users(gone) - users(staying)):
            removed = frame("pusher_internal:member_removed", encode({"user_id": user_id}), channel=channel)
            await self.fanout.publish(Announcement(channel, removed))


def users(visitors: Visitors) -> set[str]:
    return {visitor.user_id for visitor in visitors.values()}
