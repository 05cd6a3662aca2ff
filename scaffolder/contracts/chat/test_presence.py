from concurrent.futures import ThreadPoolExecutor
from typing import Any

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import all_messages, channel_of, membership, open_room, say
from scaffolder.contracts.client import Client


def test_a_new_subscriber_sees_who_is_present(
    alice: Client, bob: Client, listen: Listen, connect: Connect
) -> None:
    room = open_room(alice, bob)
    assert connect().subscribe(bob, channel_of(room)) == {
        "ids": [bob.user["id"]],
        "hash": {bob.user["id"]: {"name": bob.user["name"]}},
        "count": 1,
    }
    presence = connect().subscribe(alice, channel_of(room))
    assert presence["count"] == 2
    assert presence["hash"] == {user.user["id"]: {"name": user.user["name"]} for user in (alice, bob)}


def test_others_see_a_user_join_and_leave(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener = listen(alice, room)
    other = listen(bob, room)
    added = listener.expect("pusher_internal:member_added")
    assert added.channel == channel_of(room)
    assert added.data == {"user_id": bob.user["id"], "user_info": {"name": bob.user["name"]}}
    other.expect_silence()
    other.close()
    removed = listener.expect("pusher_internal:member_removed")
    assert (removed.channel, removed.data) == (channel_of(room), {"user_id": bob.user["id"]})


def test_a_user_with_two_connections_counts_as_one_member(
    alice: Client, bob: Client, listen: Listen, connect: Connect
) -> None:
    room = open_room(alice, bob)
    listener = listen(alice, room)
    first = listen(bob, room)
    listener.expect("pusher_internal:member_added")
    second = connect()
    presence = second.subscribe(bob, channel_of(room))
    assert presence["count"] == 2
    assert sorted(presence["ids"]) == sorted([alice.user["id"], bob.user["id"]])
    listener.expect_silence()
    first.close()
    listener.expect_silence()
    sent = say(alice, room)
    assert second.until("message.created").data == sent
    listener.expect("message.created")
    second.close()
    listener.expect("pusher_internal:member_removed")


def test_unsubscribing_counts_as_leaving(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener, other = listen(alice, room), listen(bob, room)
    listener.expect("pusher_internal:member_added")
    other.send("pusher:unsubscribe", data={"channel": channel_of(room)})
    assert listener.expect("pusher_internal:member_removed").data == {"user_id": bob.user["id"]}
    bob.get(f"/rooms/{room['id']}/messages", expect=200)


def test_subscribing_twice_on_one_connection_changes_nothing(
    alice: Client, bob: Client, listen: Listen
) -> None:
    room = open_room(alice, bob)
    listener, other = listen(alice, room), listen(bob, room)
    listener.expect("pusher_internal:member_added")
    assert other.subscribe(bob, channel_of(room))["count"] == 2
    listener.expect_silence()
    say(alice, room)
    other.expect("message.created")
    other.expect_silence()


def test_presence_is_separate_for_each_room(
    alice: Client, bob: Client, listen: Listen, connect: Connect
) -> None:
    room, other = open_room(alice, bob), open_room(alice, bob)
    listener = listen(alice, room)
    assert connect().subscribe(bob, channel_of(other))["count"] == 1
    listener.expect_silence()


def test_joining_a_room_does_not_make_a_user_present(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice)
    listener = listen(alice, room)
    bob.put(membership(room, bob), expect=204)
    listener.expect_silence()


def test_a_user_who_reconnects_is_present_again(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener = listen(alice, room)
    for _ in range(3):
        visit = listen(bob, room)
        listener.expect("pusher_internal:member_added")
        visit.close()
        listener.expect("pusher_internal:member_removed")


def test_a_dropped_connection_is_no_longer_present(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener, other = listen(alice, room), listen(bob, room)
    listener.expect("pusher_internal:member_added")
    other.socket.socket.shutdown(2)
    listener.expect("pusher_internal:member_removed")


def test_a_removed_member_is_unsubscribed_immediately(alice: Client, bob: Client, listen: Listen) -> None:
    for private in (False, True):
        room = open_room(alice, bob, private=private)
        listener, first, second = listen(alice, room), listen(bob, room), listen(bob, room)
        listener.expect("pusher_internal:member_added")
        alice.delete(membership(room, bob), expect=204)
        assert listener.expect("pusher_internal:member_removed").data == {"user_id": bob.user["id"]}
        say(alice, room, "Is he gone?")
        for expelled in (first, second):
            last = expelled.expect("pusher:subscription_error")
            assert (last.channel, last.data["status"]) == (channel_of(room), 403)
            expelled.expect_silence()
        listener.expect("message.created")


def test_a_member_who_leaves_is_unsubscribed_immediately(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener, other = listen(alice, room), listen(bob, room)
    listener.expect("pusher_internal:member_added")
    bob.delete(membership(room, bob), expect=204)
    listener.expect("pusher_internal:member_removed")
    say(alice, room, "Is he gone?")
    listener.expect("message.created")
    assert other.expect("pusher:subscription_error").data["status"] == 403
    other.expect_silence()


def test_nobody_can_subscribe_while_being_removed(alice: Client, bob: Client, connect: Connect) -> None:
    room = open_room(alice)
    for _ in range(10):
        bob.put(membership(room, bob), expect=204)
        pushers = [connect() for _ in range(3)]
        signed = [pusher.authorization(bob, channel_of(room)) for pusher in pushers]
        with ThreadPoolExecutor(1) as pool:
            removal = pool.submit(alice.delete, membership(room, bob), expect=204)
            for pusher, authorization in zip(pushers, signed, strict=True):
                pusher.request_subscription(channel_of(room), authorization)
            removal.result()
        for pusher in pushers:
            assert pusher.until("pusher:subscription_error").data["status"] == 403
        say(alice, room)
        for pusher in pushers:
            pusher.expect_silence(0.02)


def test_a_removed_member_cannot_send_client_events(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener, other = listen(alice, room), listen(bob, room)
    listener.expect("pusher_internal:member_added")
    alice.delete(membership(room, bob), expect=204)
    listener.expect("pusher_internal:member_removed")
    other.expect("pusher:subscription_error")
    other.send_typing(channel_of(room))
    assert other.expect("pusher:error").data["code"] == 4301
    listener.expect_silence()


def test_leaving_one_room_keeps_the_other_subscriptions(alice: Client, bob: Client, listen: Listen) -> None:
    room, other = open_room(alice, bob), open_room(alice, bob)
    listener = listen(bob, room)
    listener.subscribe(bob, channel_of(other))
    bob.delete(membership(room, bob), expect=204)
    listener.expect("pusher:subscription_error")
    sent = say(alice, other)
    assert listener.expect("message.created").data == sent


def test_a_removed_member_can_come_back_on_the_same_connection(
    alice: Client, bob: Client, listen: Listen
) -> None:
    room = open_room(alice, bob)
    listener = listen(bob, room)
    bob.delete(membership(room, bob), expect=204)
    listener.expect("pusher:subscription_error")
    bob.put(membership(room, bob), expect=204)
    listener.subscribe(bob, channel_of(room))
    sent = say(alice, room)
    assert listener.expect("message.created").data == sent
    assert all_messages(bob, room) == [sent]


def test_a_deleted_room_unsubscribes_everyone(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listeners = [listen(user, room) for user in (alice, bob)]
    listeners[0].expect("pusher_internal:member_added")
    alice.delete(f"/rooms/{room['id']}", expect=204)
    for listener in listeners:
        last = listener.expect("pusher:subscription_error")
        assert (last.channel, last.data["status"]) == (channel_of(room), 404)
        listener.expect_silence()


def test_concurrent_subscribers_see_each_other(
    alice: Client, sign_up: Any, listen: Listen, connect: Connect
) -> None:
    users = [sign_up() for _ in range(4)]
    room = open_room(alice, *users)
    pushers = [connect() for _ in users]
    signed = [
        pusher.authorization(user, channel_of(room)) for pusher, user in zip(pushers, users, strict=True)
    ]
    for pusher, authorization in zip(pushers, signed, strict=True):
        pusher.request_subscription(channel_of(room), authorization)
    everybody = {user.user["id"] for user in users}
    for pusher in pushers:
        seen = set(pusher.expect("pusher_internal:subscription_succeeded").data["presence"]["ids"])
        while seen < everybody:
            seen.add(pusher.expect("pusher_internal:member_added").data["user_id"])
        assert seen == everybody
