"""A chat with two processes that share a database and Redis: `verify --processes 2`."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import all_messages, channel_of, membership, open_room, say
from scaffolder.contracts.client import Client


@pytest.fixture
def here(urls: list[str]) -> str:
    if len(urls) < 2:
        pytest.skip("needs several processes: verify --processes 2, with REDIS_URL set")
    return urls[0]


@pytest.fixture
def there(urls: list[str], here: str) -> str:
    return urls[1]


def test_messages_cross_processes(alice: Client, bob: Client, listen: Listen, here: str, there: str) -> None:
    room = open_room(alice, bob)
    listeners = [listen(bob, room, url=here), listen(bob, room, url=there)]
    message = say(alice, room)
    edited = alice.patch(f"/messages/{message['id']}", json={"body": "Better"}, expect=200).json()
    alice.delete(f"/messages/{message['id']}", expect=204)
    for listener in listeners:
        assert listener.expect("message.created").data == message
        assert listener.expect("message.updated").data == edited
        assert listener.expect("message.deleted").data == edited
        listener.expect_silence()


def test_presence_crosses_processes(
    alice: Client, bob: Client, listen: Listen, connect: Connect, here: str, there: str
) -> None:
    room = open_room(alice, bob)
    listener = listen(alice, room, url=here)
    other = connect(url=there)
    assert other.subscribe(bob, channel_of(room))["count"] == 2
    assert listener.until("pusher_internal:member_added").data["user_id"] == bob.user["id"]
    other.close()
    assert listener.until("pusher_internal:member_removed").data == {"user_id": bob.user["id"]}
    assert connect(url=there).subscribe(alice, channel_of(room))["ids"] == [alice.user["id"]]


def test_a_user_on_two_processes_counts_as_one_member(
    alice: Client, bob: Client, listen: Listen, connect: Connect, here: str, there: str
) -> None:
    room = open_room(alice, bob)
    listener = listen(alice, room, url=here)
    first = listen(bob, room, url=here)
    listener.until("pusher_internal:member_added")
    second = connect(url=there)
    assert second.subscribe(bob, channel_of(room))["count"] == 2
    listener.expect_silence()
    first.close()
    listener.expect_silence()
    second.close()
    listener.until("pusher_internal:member_removed")


def test_typing_crosses_processes(alice: Client, bob: Client, listen: Listen, here: str, there: str) -> None:
    room = open_room(alice, bob)
    near, far = listen(alice, room, url=here), listen(bob, room, url=there)
    near.until("pusher_internal:member_added")
    far.send_typing(channel_of(room), {"n": 1})
    event = near.expect("client-typing")
    assert (event.data, event.user_id) == ({"n": 1}, bob.user["id"])
    far.expect_silence()


def test_a_removed_member_is_unsubscribed_on_every_process(
    alice: Client, bob: Client, listen: Listen, here: str, there: str
) -> None:
    room = open_room(alice, bob)
    listeners = [listen(bob, room, url=url) for url in (here, there)]
    alice.delete(membership(room, bob), expect=204)
    say(alice, room)
    for listener in listeners:
        assert listener.expect("pusher:subscription_error").data["status"] == 403
        listener.expect_silence()


def test_a_deleted_room_unsubscribes_everyone_on_every_process(
    alice: Client, bob: Client, listen: Listen, here: str, there: str
) -> None:
    room = open_room(alice, bob)
    listeners = [listen(user, room, url=url) for user in (alice, bob) for url in (here, there)]
    alice.delete(f"/rooms/{room['id']}", expect=204)
    for listener in listeners:
        assert listener.until("pusher:subscription_error").data["status"] == 404


def test_all_processes_deliver_events_in_the_same_order(
    alice: Client, bob: Client, sign_up: Any, listen: Listen, here: str, there: str
) -> None:
    writers = [alice, bob, sign_up(), sign_up()]
    room = open_room(*writers)
    listeners = [listen(user, room, url=url) for user in (alice, bob) for url in (here, there)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: say(writers[number % 4], room, str(number)), range(80)))
    listed = all_messages(alice, room, limit=100)[::-1]
    assert len(listed) == 80
    for listener in listeners:
        assert [listener.until("message.created").data for _ in listed] == listed


def test_a_signature_from_one_process_is_valid_on_the_other(
    alice: Client, connect: Connect, here: str, there: str
) -> None:
    room = open_room(alice)
    for url in (here, there):
        pusher = connect(url=url)
        for _ in range(2):
            # The HTTP client alternates between the processes.
            pusher.subscribe(alice, channel_of(room))


def test_a_client_that_moves_to_another_process_misses_nothing(
    alice: Client, bob: Client, listen: Listen, here: str, there: str
) -> None:
    room = open_room(alice, bob)
    first = listen(bob, room, url=here)
    say(alice, room)
    last = first.until("message.created").data
    first.close()
    missed = [say(alice, room, str(number)) for number in range(5)]
    second = listen(bob, room, url=there)
    assert all_messages(bob, room, after=last["id"]) == missed[::-1]
    sent = say(alice, room)
    assert second.until("message.created").data == sent


def test_lists_of_rooms_cross_processes(
    alice: Client, bob: Client, connect: Connect, here: str, there: str
) -> None:
    own = f"private-user-{bob.user['id']}"
    listeners = [connect(url=url).follow(bob, "private-rooms").follow(bob, own) for url in (here, there)]
    room = open_room(alice, bob)
    expected = [("private-rooms", "room.created"), (own, "membership.created")]
    for listener in listeners:
        about = (event for event in listener.waiting(2) if room["id"] in str(event.data))
        assert [(event.channel, event.name) for event in about] == expected


def test_signing_out_ends_the_connections_on_every_process(
    alice: Client, bob: Client, listen: Listen, here: str, there: str
) -> None:
    room = open_room(alice, bob, private=True)
    listeners = [listen(bob, room, url=url) for url in (here, there)]
    token = bob.account.answer["refresh_token"]
    bob.post("/auth/logout", json={"refresh_token": token}, expect=204)
    for listener in listeners:
        listener.expect_close(4009, timeout=60)


def test_concurrent_joins_on_several_processes_are_one_join(
    alice: Client, bob: Client, here: str, there: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            room = open_room(alice)
            joins = [pool.submit(bob.put, membership(room, bob), expect=204) for _ in range(8)]
            for join in joins:
                join.result()
            assert alice.get(f"/rooms/{room['id']}", expect=200).json()["member_count"] == 2
