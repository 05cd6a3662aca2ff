"""The connections of this process, and what happens on channels in all of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.channels.fanout import Fanout, Visitors
from app.channels.frames import Announcement, Visitor, encode, frame, presence, subscription_error

RECONNECT = 4200
GONE = {403: "You are no member of this room.", 404: "This room was deleted."}


class Subscriber(Protocol):
    id: str

    def send(self, text: str) -> None: ...
    def close(self, code: int, reason: str) -> None: ...


class Hub:
    def __init__(self, fanout: Fanout) -> None:
        self.fanout = fanout
        self.connections: dict[str, Subscriber] = {}
        self.channels: dict[str, Visitors] = {}
        self.stopping = False
        self._leaving: set[asyncio.Task[None]] = set()

    # Who is connected

    def connect(self, connection: Subscriber) -> None:
        self.connections[connection.id] = connection
        if self.stopping:
            connection.close(RECONNECT, "The server restarts.")

    async def disconnect(self, connection: Subscriber) -> None:
        self.connections.pop(connection.id, None)
        channels = [name for name, here in self.channels.items() if connection.id in here]
        # From all of them at once: should the fan-out fail at one, no lease of the others is renewed.
        for channel in channels:
            self._forget(channel, connection.id)
        for channel in channels:
            await self.unsubscribe(connection, channel)

    async def leave(self, goodbye: Coroutine[Any, Any, None]) -> None:
        """See a goodbye through even when its waiter is cancelled: the others must see the user go."""
        task = asyncio.create_task(goodbye)
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
        await asyncio.shield(task)

    async def emptied(self) -> None:
        """Wait for those who are leaving."""
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def stop(self) -> None:
        self.stopping = True
        self.restart()

    def restart(self, socket_ids: Iterable[str] | None = None) -> None:
        """Have connections, all of them unless told which, made anew by their clients."""
        for socket_id in list(self.connections if socket_ids is None else socket_ids):
            if connection := self.connections.get(socket_id):
                connection.close(RECONNECT, "Connect again.")

    # Who is on a channel

    async def subscribe(
        self,
        connection: Subscriber,
        channel: str,
        visitor: Visitor,
        *,
        may_enter: Callable[[], Awaitable[bool]],
    ) -> bool:
        """Let the visitor in unless they may not. In a turn, so that nobody is removed in between."""
        async with self.fanout.turn(channel):
            if not await may_enter():
                return False
            await self._sweep(channel)
            before = await self.fanout.present(channel)
            await self.fanout.enter(channel, connection.id, visitor)
            self.channels.setdefault(channel, {})[connection.id] = visitor
            succeeded = presence(before | {connection.id: visitor})
            connection.send(frame("pusher_internal:subscription_succeeded", succeeded, channel=channel))
            if visitor.user_id not in users(before):
                added = frame("pusher_internal:member_added", encode(visitor.as_data()), channel=channel)
                await self.fanout.publish(Announcement(channel, added, except_for=connection.id))
        return True

    async def unsubscribe(self, connection: Subscriber, channel: str) -> None:
        self._forget(channel, connection.id)
        async with self.fanout.turn(channel):
            await self._remove(channel, [connection.id])

    async def sweep(self, channel: str) -> None:
        """Announce those as gone whose process was killed."""
        if await self.fanout.lapsed(channel):
            async with self.fanout.turn(channel):
                await self._sweep(channel)

    def visitor(self, connection: Subscriber, channel: object) -> Visitor | None:
        return self.channels.get(channel, {}).get(connection.id) if isinstance(channel, str) else None

    def here(self) -> dict[str, Visitors]:
        return {channel: dict(visitors) for channel, visitors in self.channels.items()}

    # What happens in rooms. Each of these wants the turn of its channel.

    @asynccontextmanager
    async def turn(self, channel: str, session: AsyncSession) -> AsyncIterator[None]:
        """Wait without a database connection: those who wait must not keep the one ahead from getting one."""
        await session.commit()
        async with self.fanout.turn(channel):
            yield

    async def announce(self, channel: str, event: str, data: str) -> None:
        await self.fanout.publish(Announcement(channel, frame(event, data, channel=channel)))

    async def expel(self, channel: str, user_id: str) -> None:
        visitors = await self.fanout.present(channel)
        theirs = tuple(socket_id for socket_id, visitor in visitors.items() if visitor.user_id == user_id)
        await self.fanout.publish(Announcement(channel, expelled=theirs, status=403))
        await self._remove(channel, theirs)

    async def close(self, channel: str) -> None:
        visitors = await self.fanout.present(channel)
        # First they hear of it: a connection whose lease is gone, and that knows no reason, starts over.
        await self.fanout.publish(Announcement(channel, expelled=tuple(visitors), status=404))
        await self.fanout.leave(channel, visitors)

    # What arrives from any process

    def deliver(self, announcement: Announcement) -> None:
        channel = announcement.channel
        for socket_id in announcement.expelled:
            if self._forget(channel, socket_id):
                message = GONE[announcement.status]
                refusal = subscription_error(channel, status=announcement.status, message=message)
                self._send(socket_id, refusal)
        if announcement.frame is not None:
            for socket_id in self.channels.get(channel, {}):
                if socket_id != announcement.except_for:
                    self._send(socket_id, announcement.frame)

    def _send(self, socket_id: str, text: str) -> None:
        if connection := self.connections.get(socket_id):
            connection.send(text)

    def _forget(self, channel: str, socket_id: str) -> bool:
        here = self.channels.get(channel, {})
        found = here.pop(socket_id, None)
        if not here:
            self.channels.pop(channel, None)
        return found is not None

    async def _sweep(self, channel: str) -> None:
        await self._remove(channel, await self.fanout.lapsed(channel))

    async def _remove(self, channel: str, socket_ids: Iterable[str]) -> None:
        """End the presence of these connections; who has no other left is announced as gone."""
        before = await self.fanout.present(channel)
        gone = {socket_id: before[socket_id] for socket_id in socket_ids if socket_id in before}
        await self.fanout.leave(channel, gone)
        staying = {socket_id: visitor for socket_id, visitor in before.items() if socket_id not in gone}
        for user_id in sorted(users(gone) - users(staying)):
            removed = frame("pusher_internal:member_removed", encode({"user_id": user_id}), channel=channel)
            await self.fanout.publish(Announcement(channel, removed))


def users(visitors: Visitors) -> set[str]:
    return {visitor.user_id for visitor in visitors.values()}


def get_hub(request: Request) -> Hub:
    hub: Hub = request.app.state.hub
    return hub


HubDep = Annotated[Hub, Depends(get_hub)]
