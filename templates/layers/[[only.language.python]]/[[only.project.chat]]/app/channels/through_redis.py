"""The fan-out of several processes, which makes them behave as one."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import RedisError

from app.channels.connections import PresentUsers
from app.channels.fanout import Listener
from app.channels.frames import Announcement, PresentUser, encode
from app.channels.in_memory import InMemory
from app.channels.signatures import Signer
from app.failures import Unavailable

logger = logging.getLogger("app.channels")

# How long a signature without a subscription is remembered.
SAVED_SECONDS = 600

UNVERIFIED: dict[str, Any] = {"ssl_cert_reqs": "none", "ssl_check_hostname": False}


class ThroughRedis:
    """Presence is a lease: a hash per channel says who is there on which connection, a sorted set until when.
    A process renews its own leases; if it is killed they expire, and another process removes them.
    """

    LEASE = 15.0
    RENEWAL = 5.0
    LOCK_SECONDS = 10.0

    def __init__(self, url: str, signer: Signer, *, verified: bool = True) -> None:
        trust = {} if verified or not url.startswith("rediss:") else UNVERIFIED
        self._redis = Redis.from_url(
            url, decode_responses=True, socket_connect_timeout=3, socket_timeout=10, **trust
        )
        # Keeps applications that share a Redis separate.
        self._prefix = f"chat:{hashlib.sha256(f'{signer.key}:{signer.secret}'.encode()).hexdigest()[:12]}"
        self._here = InMemory()

    @asynccontextmanager
    async def lock(self, channel: str) -> AsyncIterator[None]:
        # Lock within this process first, so that each process has one contender in Redis.
        async with self._here.lock(channel):
            lock = self._redis.lock(
                f"{self._prefix}:lock:{channel}",
                timeout=self.LOCK_SECONDS,
                blocking_timeout=self.LOCK_SECONDS + 5,
                sleep=0.003,
                raise_on_release_error=False,
            )
            with unavailable():
                if not await lock.acquire():
                    raise Unavailable("The room is busy. Try again.")
            try:
                yield
            finally:
                with suppress(RedisError):
                    await lock.release()

    async def publish(self, announcement: Announcement) -> None:
        try:
            await self._redis.publish(self._prefix, announcement.dump())
        except RedisError:
            # Announced changes are already stored. Clients that missed one catch up over REST.
            logger.exception("An announcement was lost")

    async def save_sign_in(self, socket_id: str, channel: str, sign_in: UUID) -> None:
        with unavailable():
            await self._redis.set(self._saved_sign_ins(socket_id, channel), str(sign_in), ex=SAVED_SECONDS)

    async def sign_in_of(self, socket_id: str, channel: str) -> UUID | None:
        with unavailable():
            found = await self._redis.get(self._saved_sign_ins(socket_id, channel))
        return UUID(str(found)) if found else None

    async def present(self, channel: str) -> PresentUsers:
        with unavailable():
            users = await self._redis.hgetall(self._present_users(channel))
        return {str(socket_id): PresentUser.parse(str(user)) for socket_id, user in users.items()}

    async def expired(self, channel: str) -> list[str]:
        with unavailable():
            socket_ids = await self._redis.zrange(
                self._leases(channel), "-inf", f"({await self._now()}", byscore=True
            )
        return [str(socket_id) for socket_id in socket_ids]

    async def enter(self, channel: str, socket_id: str, user: PresentUser) -> None:
        with unavailable():
            until = await self._now() + self.LEASE
            async with self._redis.pipeline() as pipe:
                pipe.zadd(self._leases(channel), {socket_id: until})
                pipe.hset(self._present_users(channel), socket_id, encode(user.as_data()))
                self._keep(channel, pipe)
                await pipe.execute()

    async def leave(self, channel: str, users: PresentUsers) -> None:
        if users:
            with unavailable():
                async with self._redis.pipeline() as pipe:
                    pipe.zrem(self._leases(channel), *users)
                    pipe.hdel(self._present_users(channel), *users)
                    await pipe.execute()

    @asynccontextmanager
    async def running(self, listener: Listener) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._listen(listener)), asyncio.create_task(self._renew(listener))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._redis.aclose()

    async def _listen(self, listener: Listener) -> None:
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(self._prefix)
                    while True:
                        message = await subscription.get_message(timeout=None)
                        if message is not None:
                            listener.connections.deliver(Announcement.load(message["data"]))
            except RedisError:
                logger.exception("Redis does not answer")
                # Announcements may have been missed, so clients have to reconnect and catch up.
                listener.connections.restart()
                await asyncio.sleep(1)

    async def _renew(self, listener: Listener) -> None:
        while True:
            await asyncio.sleep(self.RENEWAL)
            try:
                for channel, users in listener.connections.here().items():
                    lost = await self._renew_leases(channel, users)
                    # Connections that left in the meantime have no lease to renew.
                    staying = listener.connections.here().get(channel, {})
                    listener.connections.restart([socket_id for socket_id in lost if socket_id in staying])
                    await listener.remove_expired(channel)
            except (RedisError, Unavailable):
                logger.exception("Presence could not be renewed")

    async def _renew_leases(self, channel: str, users: PresentUsers) -> list[str]:
        """Return the connections whose lease had expired: the others have seen them leave."""
        until = await self._now() + self.LEASE
        async with self._redis.pipeline(transaction=False) as pipe:
            for socket_id in users:
                pipe.zadd(self._leases(channel), {socket_id: until}, xx=True, ch=True)
            self._keep(channel, pipe)
            *renewed, _, _ = await pipe.execute()
        return [socket_id for socket_id, found in zip(users, renewed, strict=True) if not found]

    def _keep(self, channel: str, pipe: Pipeline) -> None:
        """Expires in Redis, because nobody can clean up if all processes are killed."""
        for key in (self._leases(channel), self._present_users(channel)):
            pipe.expire(key, int(self.LEASE * 4))

    async def _now(self) -> float:
        """Uses the clock of Redis, the only one that all processes share."""
        seconds, microseconds = await self._redis.time()
        return float(seconds) + float(microseconds) / 1e6

    def _leases(self, channel: str) -> str:
        return f"{self._prefix}:leases:{channel}"

    def _saved_sign_ins(self, socket_id: str, channel: str) -> str:
        return f"{self._prefix}:sign-in:{socket_id}:{channel}"

    def _present_users(self, channel: str) -> str:
        return f"{self._prefix}:users:{channel}"


@contextmanager
def unavailable() -> Iterator[None]:
    try:
        yield
    except RedisError:
        logger.exception("Redis does not answer")
        raise Unavailable("Redis is unavailable. Try again.") from None
