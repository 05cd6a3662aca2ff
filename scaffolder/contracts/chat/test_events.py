import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import channel_of, membership, messages_of, open_room, say
from scaffolder.contracts.chat.pusher import Event, Pusher
from scaffolder.contracts.client import Client


def test_subscribers_receive_new_messages(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listeners = [listen(bob, room), listen(bob, room), listen(alice, room)]
    message = say(alice, room, 'Hello 👋 "quoted" <b> \u2028 e\u0301')
    for listener in listeners:
        event = listener.until("message.created")
        assert (event.channel, event.data) == (channel_of(room), message)


def test_the_data_of_a_server_event_is_a_json_string(alice: Client, listen: Listen) -> None:
    room = open_room(alice)
    listener = listen(alice, room)
    message = say(alice, room)
    frame = json.loads(listener.socket.recv(5))
    assert isinstance(frame["data"], str)
    assert json.loads(frame["data"]) == message


def test_subscribers_receive_edits(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    message = say(alice, room)
    listener = listen(bob, room)
    edited = alice.patch(f"/messages/{message['id']}", json={"body": "Better"}, expect=200).json()
    event = listener.expect("message.updated")
    assert (event.channel, event.data) == (channel_of(room), edited)
    listener.expect_silence()


def test_subscribers_receive_deletions(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    message = say(alice, room)
    listener = listen(bob, room)
    alice.delete(f"/messages/{message['id']}", expect=204)
    event = listener.expect("message.deleted")
    assert (event.channel, event.data) == (channel_of(room), message)
    listener.expect_silence()


@pytest.mark.parametrize("end", ["message.deleted", "pusher_internal:member_removed"])
def test_a_waiting_edit_checks_permissions_again_before_it_is_applied(
    alice: Client, bob: Client, listen: Listen, end: str
) -> None:
    """Concurrent edits wait for each other; meanwhile the message is deleted or its author removed."""
    with ThreadPoolExecutor(13) as pool:
        for _ in range(8):
            room = open_room(alice, bob)
            message = f"/messages/{say(bob, room)['id']}"
            listener = listen(alice, room)
            listen(bob, room)
            edits = [pool.submit(bob.patch, message, json={"body": str(number)}) for number in range(6)]
            if end == "message.deleted":
                ending = pool.submit(bob.delete, message, expect=204)
            else:
                ending = pool.submit(alice.delete, membership(room, bob), expect=204)
            edits += [pool.submit(bob.patch, message, json={"body": str(number)}) for number in range(6)]
            ending.result()
            statuses = [edit.result().status_code for edit in edits]
            names = [event.name for event in listener.waiting()]
            assert set(statuses) <= {200, 404}
            assert names.count("message.updated") == statuses.count(200)
            assert "message.updated" not in names[names.index(end) :]


def test_rejected_changes_are_not_announced(alice: Client, bob: Client, sign_up: Any, listen: Listen) -> None:
    room = open_room(alice, bob)
    message = say(alice, room)
    listener = listen(alice, room)
    alice.post(messages_of(room), json={"body": ""}, expect=422)
    bob.patch(f"/messages/{message['id']}", json={"body": "Mine"}, expect=403)
    bob.delete(f"/messages/{message['id']}", expect=403)
    sign_up().post(messages_of(room), json={"body": "Let me in"}, expect=403)
    listener.expect_silence()


def test_events_stay_within_their_room(alice: Client, listen: Listen) -> None:
    room, other = open_room(alice), open_room(alice)
    listener = listen(alice, room)
    say(alice, other)
    listener.expect_silence()


def test_a_connection_without_a_subscription_receives_no_events(alice: Client, connect: Connect) -> None:
    room, pusher = open_room(alice), connect()
    say(alice, room)
    pusher.expect_silence()


@pytest.fixture
def two(alice: Client, bob: Client, listen: Listen) -> tuple[str, Pusher, Pusher]:
    """The channel of a room, and the connections of alice and bob."""
    room = open_room(alice, bob)
    first, second = listen(alice, room), listen(bob, room)
    first.expect("pusher_internal:member_added")
    return channel_of(room), first, second


Two = tuple[str, Pusher, Pusher]


def test_typing_reaches_the_others_and_not_the_sender(alice: Client, two: Two) -> None:
    channel, first, second = two
    first.send_typing(channel, {"since": "now"})
    event = second.expect("client-typing")
    assert (event.channel, event.data) == (channel, {"since": "now"})
    first.expect_silence()


def test_typing_shows_the_real_user_whatever_the_client_claims(alice: Client, bob: Client, two: Two) -> None:
    channel, first, second = two
    claim = {"event": "client-typing", "channel": channel, "data": {}, "user_id": bob.user["id"]}
    first.send_raw(json.dumps(claim))
    assert second.expect("client-typing").user_id == alice.user["id"]


def test_typing_reaches_the_other_connections_of_the_sender(alice: Client, listen: Listen) -> None:
    room = open_room(alice)
    first, second = listen(alice, room), listen(alice, room)
    first.send_typing(channel_of(room))
    second.expect("client-typing")
    first.expect_silence()


@pytest.mark.parametrize(
    "name", ["client-typing", "client-", "client-stopped typing", "client-é👋", "client-pusher:error"]
)
def test_any_client_event_is_forwarded(two: Two, name: str) -> None:
    channel, first, second = two
    first.send(name, channel=channel, data={"n": 1})
    assert second.expect(name).data == {"n": 1}


@pytest.mark.parametrize(
    "data", [{"a": [1, None, True, 1.5, "é👋"]}, [], "text", '{"a":1}', 0, False, None], ids=repr
)
def test_the_data_of_a_client_event_arrives_as_it_was_sent(two: Two, data: Any) -> None:
    channel, first, second = two
    first.send_raw(json.dumps({"event": "client-typing", "channel": channel, "data": data}))
    assert second.expect("client-typing").data == data


@pytest.mark.parametrize(
    "name",
    [
        "message.created",
        "message.deleted",
        "typing",
        "Client-typing",
        " client-typing",
        "client_typing",
        "pusher_internal:member_removed",
        "pusher:nothing",
        "",
    ],
)
def test_other_events_are_rejected(two: Two, name: str) -> None:
    channel, first, second = two
    first.send(name, channel=channel, data={})
    assert first.expect("pusher:error").data["code"] == 4301
    second.expect_silence(0.15)
    first.send_typing(channel)
    second.expect("client-typing")


def test_a_client_event_needs_a_subscription(
    alice: Client, bob: Client, listen: Listen, connect: Connect
) -> None:
    room = open_room(alice, bob)
    listener, outsider = listen(alice, room), connect()
    outsider.send_typing(channel_of(room))
    assert outsider.expect("pusher:error").data["code"] == 4301
    outsider.send("client-typing")
    assert outsider.expect("pusher:error").data["code"] == 4301
    listener.expect_silence()


def test_a_client_event_of_up_to_ten_kilobytes_is_forwarded(two: Two) -> None:
    channel, first, second = two
    first.send_typing(channel, {"text": "x" * 9_900})
    assert second.expect("client-typing").data == {"text": "x" * 9_900}


@pytest.mark.parametrize("text", ["x" * 10_300, "👋" * 2_600])
def test_a_client_event_over_ten_kilobytes_is_rejected(two: Two, text: str) -> None:
    channel, first, second = two
    first.send_raw(
        json.dumps({"event": "client-typing", "channel": channel, "data": {"text": text}}, ensure_ascii=False)
    )
    assert first.expect("pusher:error").data["code"] == 4301
    second.expect_silence()
    first.send_typing(channel)
    second.expect("client-typing")


def test_ten_client_events_a_second_are_forwarded(two: Two) -> None:
    channel, first, second = two
    for number in range(10):
        first.send_typing(channel, {"n": number})
    assert [second.expect("client-typing").data["n"] for _ in range(10)] == list(range(10))
    first.expect_silence()


def test_more_than_ten_client_events_a_second_are_rejected(two: Two) -> None:
    channel, first, second = two
    started = time.monotonic()
    for number in range(40):
        first.send_typing(channel, {"n": number + 1})
    first.send("pusher:ping")
    refused = [event.data["code"] for event in iter(first.receive, Event("pusher:pong", None, {}))]
    took = time.monotonic() - started
    delivered = [second.expect("client-typing") for _ in range(40 - len(refused))]
    second.expect_silence()
    assert set(refused) == {4301}
    assert 10 <= len(delivered) <= 10 + 10 * took
    time.sleep(1)
    first.send_typing(channel, {"n": 0})
    assert second.expect("client-typing").data == {"n": 0}


def test_each_connection_has_its_own_rate_limit(two: Two) -> None:
    channel, first, second = two
    for _ in range(40):
        first.send_typing(channel)
    assert first.until("pusher:error").data["code"] == 4301
    second.send_typing(channel)
    first.until("client-typing")
