"""Two processes that share a Redis. They need a server: TEST_REDIS_URL, or redis-server on PATH."""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from redis import Redis
from redis.exceptions import RedisError
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.channels.frames import PresentUser
from app.channels.settings import ChannelSettings
from app.channels.signatures import Signer
from app.channels.through_redis import ThroughRedis
from tests.channels.listening import Phone, channel_of
from tests.conftest import Start
from tests.conversation import id_of, membership, messages_of, open_room, say
from tests.sign_in import Person


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given
        return
    if shutil.which("redis-server") is None:
        pytest.skip("needs TEST_REDIS_URL or redis-server on PATH")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        url = f"redis://127.0.0.1:{port}/0"
        wait_for(url)
        yield url
        server.terminate()


def wait_for(url: str) -> None:
    with Redis.from_url(url) as client:
        for _ in range(100):
            with suppress(RedisError):
                client.ping()
                return
            time.sleep(0.05)
    raise AssertionError("Redis did not start")


@pytest.fixture
def here(start: Start, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(ThroughRedis, "LEASE", 1.0)
    monkeypatch.setattr(ThroughRedis, "RENEWAL", 0.3)
    return start(redis_url=redis_url)


@pytest.fixture
def there(start: Start, here: TestClient, redis_url: str) -> TestClient:
    return start(redis_url=redis_url)


def at(client: TestClient, person: Person) -> Person:
    return Person(client, person.session)


def test_two_processes_behave_as_one(
    alice: Person, bob: Person, here: TestClient, there: TestClient, phone: Phone
) -> None:
    alice, bob = at(here, alice), at(there, bob)
    room = open_room(alice, bob)
    near = phone.listen(alice, room)
    far = phone.connect(there)
    assert far.subscribe(bob, room)["count"] == 2
    assert near.expect("pusher_internal:member_added")["user_id"] == id_of(bob)
    message = say(bob, room)
    assert near.expect("message.created") == far.expect("message.created") == message
    near.send("client-typing", {}, channel_of(room))
    far.expect("client-typing")
    # Longer than a lease: it is renewed.
    time.sleep(1.5)
    alice.delete(membership(room, bob))
    assert near.expect("pusher_internal:member_removed") == {"user_id": id_of(bob)}
    assert far.expect("pusher:subscription_error")["status"] == 403


def test_the_users_of_a_killed_process_leave_after_a_while(
    alice: Person, here: TestClient, redis_url: str, phone: Phone
) -> None:
    alice = at(here, alice)
    room = open_room(alice)
    ear = phone.listen(alice, room)

    async def be_present_and_die() -> None:
        killed = ThroughRedis(redis_url, Signer.of(ChannelSettings()))
        await killed.enter(channel_of(room), "9.9", PresentUser("somebody", "Somebody"))
        await killed._redis.aclose()

    asyncio.run(be_present_and_die())
    assert phone.connect(here).subscribe(alice, room)["count"] == 2
    assert ear.expect("pusher_internal:member_removed") == {"user_id": "somebody"}


def test_a_user_with_a_new_name_has_one_lease(
    alice: Person, here: TestClient, redis_url: str, phone: Phone
) -> None:
    alice = at(here, alice)
    room = open_room(alice)
    ear = phone.listen(alice, room)
    alice.patch("/me", {"name": "Alicia"})
    assert ear.subscribe(alice, room)["hash"] == {id_of(alice): {"name": "Alicia"}}
    with Redis.from_url(redis_url, decode_responses=True) as client:
        [leases] = client.keys(f"*:leases:{channel_of(room)}")
        assert client.zcard(leases) == 1


def test_a_connection_whose_lease_expired_reconnects(
    alice: Person, here: TestClient, redis_url: str, phone: Phone
) -> None:
    alice = at(here, alice)
    ear = phone.listen(alice, open_room(alice))
    with Redis.from_url(redis_url) as client:
        client.flushdb()
    with pytest.raises(WebSocketDisconnect) as closed:
        ear.receive()
    assert closed.value.code == 4200


def test_without_redis_no_message_is_stored(alice: Person, start: Start, phone: Phone) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        lonely = at(start(redis_url=f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"), alice)
    room = open_room(lonely)
    assert lonely.post(messages_of(room), {"body": "Hello"}).status_code == 503
    assert lonely.get(messages_of(room)).json()["items"] == []
