import pytest

from tests.channels.listening import Phone, channel_of
from tests.conversation import id_of, membership, open_room, say
from tests.sign_in import Person


def test_events_of_messages_arrive_in_order(alice: Person, bob: Person, phone: Phone) -> None:
    room = open_room(alice, bob)
    ear = phone.listen(bob, room)
    message = say(alice, room, "Hello 👋")
    edited = alice.patch(f"/messages/{message['id']}", {"body": "Better"}).json()
    alice.delete(f"/messages/{message['id']}")
    assert ear.expect("message.created") == message
    assert ear.expect("message.updated") == edited
    assert ear.expect("message.deleted") == edited
    ear.expect_nothing()


def test_a_user_joins_with_the_first_connection_and_leaves_with_the_last(
    alice: Person, bob: Person, phone: Phone
) -> None:
    room = open_room(alice, bob)
    ear = phone.listen(alice, room)
    first, second = phone.connect(bob.client), phone.connect(bob.client)
    assert first.subscribe(bob, room)["count"] == 2
    assert second.subscribe(bob, room)["count"] == 2
    added = ear.expect("pusher_internal:member_added")
    assert added == {"user_id": id_of(bob), "user_info": {"name": "Bob"}}
    first.send("pusher:unsubscribe", {"channel": channel_of(room)})
    first.send("pusher:unsubscribe", {"channel": channel_of(room)})
    first.expect_nothing()
    ear.expect_nothing()
    second.socket.close()
    assert ear.expect("pusher_internal:member_removed") == {"user_id": id_of(bob)}


def test_typing_reaches_the_others(alice: Person, bob: Person, phone: Phone) -> None:
    room = open_room(alice, bob)
    near, far = phone.listen(alice, room), phone.listen(bob, room)
    near.expect("pusher_internal:member_added")
    near.send("client-typing", {"n": 1}, channel_of(room))
    assert far.expect("client-typing") == {"n": 1}
    near.expect_nothing()


@pytest.mark.parametrize(
    ("event", "data"), [("message.created", {}), ("client-typing", "x" * 10_300), ("pusher:unknown", {})]
)
def test_other_events_and_large_ones_are_refused(
    alice: Person, phone: Phone, event: str, data: object
) -> None:
    room = open_room(alice)
    ear, other = phone.listen(alice, room), phone.listen(alice, room)
    ear.send(event, data, channel_of(room))
    assert ear.expect("pusher:error")["code"] == 4301
    other.expect_nothing()


def test_typing_needs_a_subscription(alice: Person, phone: Phone) -> None:
    ear = phone.connect(alice.client)
    ear.send("client-typing", {}, channel_of(open_room(alice)))
    assert ear.expect("pusher:error")["code"] == 4301


def test_more_than_ten_client_events_a_second_are_refused(alice: Person, phone: Phone) -> None:
    room = open_room(alice)
    ear, other = phone.listen(alice, room), phone.listen(alice, room)
    for number in range(11):
        ear.send("client-typing", number, channel_of(room))
    assert ear.expect("pusher:error")["code"] == 4301
    assert [other.expect("client-typing") for _ in range(10)] == list(range(10))
    other.expect_nothing()


def test_a_removed_member_is_unsubscribed_at_once(alice: Person, bob: Person, phone: Phone) -> None:
    room = open_room(alice, bob)
    ear, other = phone.listen(alice, room), phone.listen(bob, room)
    ear.expect("pusher_internal:member_added")
    early = other.authorization(bob, channel_of(room))
    alice.delete(membership(room, bob))
    assert ear.expect("pusher_internal:member_removed") == {"user_id": id_of(bob)}
    say(alice, room)
    assert other.expect("pusher:subscription_error")["status"] == 403
    other.expect_nothing()
    other.send("pusher:subscribe", {"channel": channel_of(room), **early})
    assert other.expect("pusher:subscription_error")["status"] == 403


def test_a_deleted_room_unsubscribes_everybody(alice: Person, bob: Person, phone: Phone) -> None:
    room = open_room(alice, bob)
    ear, other = phone.listen(alice, room), phone.listen(bob, room)
    ear.expect("pusher_internal:member_added")
    alice.delete(f"/rooms/{room['id']}")
    assert ear.expect("pusher:subscription_error")["status"] == 404
    assert other.expect("pusher:subscription_error")["status"] == 404
