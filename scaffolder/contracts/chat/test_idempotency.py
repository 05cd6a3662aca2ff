import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from scaffolder.contracts.chat.conftest import Listen
from scaffolder.contracts.chat.conversation import all_messages, membership, messages_of, open_room
from scaffolder.contracts.client import Client


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(16)}


def test_repeating_a_request_returns_the_first_response(alice: Client) -> None:
    room, headers = open_room(alice), new_key()
    first = alice.post(messages_of(room), json={"body": "once"}, headers=headers, expect=201)
    again = alice.post(messages_of(room), json={"body": "once"}, headers=headers, expect=201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert all_messages(alice, room) == [first.json()]


def test_a_repeated_request_is_announced_once(alice: Client, bob: Client, listen: Listen) -> None:
    room, headers = open_room(alice, bob), new_key()
    listener = listen(bob, room)
    for _ in range(3):
        alice.post(messages_of(room), json={"body": "once"}, headers=headers, expect=201)
    listener.until("message.created")
    listener.expect_silence()


def test_the_first_response_is_kept(alice: Client) -> None:
    room, headers = open_room(alice), new_key()
    first = alice.post(messages_of(room), json={"body": "once"}, headers=headers, expect=201).json()
    alice.delete(f"/messages/{first['id']}", expect=204)
    assert alice.post(messages_of(room), json={"body": "once"}, headers=headers, expect=201).json() == first
    assert all_messages(alice, room) == []


def test_a_key_with_another_body_is_rejected(alice: Client) -> None:
    room, headers = open_room(alice), new_key()
    alice.post(messages_of(room), json={"body": "one"}, headers=headers, expect=201)
    alice.post(messages_of(room), json={"body": "two"}, headers=headers, expect=422)
    assert [message["body"] for message in all_messages(alice, room)] == ["one"]


def test_a_key_in_another_room_is_rejected(alice: Client) -> None:
    room, other, headers = open_room(alice), open_room(alice), new_key()
    alice.post(messages_of(room), json={"body": "one"}, headers=headers, expect=201)
    alice.post(messages_of(other), json={"body": "one"}, headers=headers, expect=422)
    assert all_messages(alice, other) == []


def test_two_users_can_use_the_same_key(alice: Client, bob: Client) -> None:
    room, headers = open_room(alice, bob), new_key()
    first = alice.post(messages_of(room), json={"body": "one"}, headers=headers, expect=201).json()
    second = bob.post(messages_of(room), json={"body": "one"}, headers=headers, expect=201).json()
    assert all_messages(bob, room) == [second, first]


def test_a_failed_request_does_not_use_up_its_key(alice: Client, bob: Client) -> None:
    room, headers = open_room(alice), new_key()
    alice.post(messages_of(room), json={"body": ""}, headers=headers, expect=422)
    alice.post(messages_of(room), json={"body": "now"}, headers=headers, expect=201)
    headers = new_key()
    bob.post(messages_of(room), json={"body": "early"}, headers=headers, expect=403)
    bob.put(membership(room, bob), expect=204)
    bob.post(messages_of(room), json={"body": "early"}, headers=headers, expect=201)


def test_a_key_does_not_give_access_after_leaving(alice: Client, bob: Client) -> None:
    room, headers = open_room(alice, bob), new_key()
    bob.post(messages_of(room), json={"body": "once"}, headers=headers, expect=201)
    bob.delete(membership(room, bob), expect=204)
    bob.post(messages_of(room), json={"body": "once"}, headers=headers, expect=403)


def test_without_a_key_the_same_text_is_posted_twice(alice: Client) -> None:
    room = open_room(alice)
    for _ in range(2):
        alice.post(messages_of(room), json={"body": "again"}, expect=201)
    assert len(all_messages(alice, room)) == 2


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_empty_or_too_long_is_rejected(alice: Client, key: str) -> None:
    room = open_room(alice)
    alice.post(messages_of(room), json={"body": "once"}, headers={"Idempotency-Key": key}, expect=422)
    assert all_messages(alice, room) == []


def test_a_hundred_concurrent_identical_requests_post_one_message(
    alice: Client, bob: Client, listen: Listen
) -> None:
    room, headers = open_room(alice, bob), new_key()
    listener = listen(bob, room)

    together = threading.Barrier(20, timeout=30)

    def send(_: int) -> list[tuple[int, str | None]]:
        # A connection that is open already lets the requests leave at one moment.
        alice.get("/me", expect=200)
        together.wait()
        # On a busy machine a write may time out while it waits for the lock: 503.
        post = partial(alice.post, messages_of(room), headers=headers, expect=(201, 409, 503))
        answers = [post(json={"body": "once"}) for _ in range(5)]
        return [(answer.status_code, answer.json().get("id")) for answer in answers]

    with ThreadPoolExecutor(20) as pool:
        answers = [answer for each in pool.map(send, range(20)) for answer in each]
    [message] = all_messages(alice, room)
    assert (201, message["id"]) in answers
    assert set(answers) <= {(201, message["id"]), (409, None), (503, None)}
    assert listener.until("message.created").data == message
    listener.expect_silence()
