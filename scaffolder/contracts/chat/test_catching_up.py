import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from scaffolder.contracts.chat.conftest import Listen
from scaffolder.contracts.chat.conversation import Json, all_messages, bodies, messages_of, open_room, say
from scaffolder.contracts.client import Client


def test_after_returns_later_messages_newest_first(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(5)]
    assert all_messages(alice, room, after=sent[1]["id"]) == sent[:1:-1]
    assert all_messages(alice, room, after=sent[-1]["id"]) == []


def test_before_returns_earlier_messages_newest_first(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(5)]
    assert all_messages(alice, room, before=sent[3]["id"]) == sent[2::-1]
    assert all_messages(alice, room, before=sent[0]["id"]) == []


def test_before_and_after_together_return_the_messages_in_between(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(6)]
    assert all_messages(alice, room, after=sent[1]["id"], before=sent[4]["id"], limit=1) == [sent[3], sent[2]]


def test_more_than_one_page_of_missed_messages_can_be_fetched(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(9)]
    assert all_messages(alice, room, after=sent[1]["id"], limit=3) == sent[:1:-1]


def test_the_link_header_keeps_the_bounds(alice: Client) -> None:
    room = open_room(alice)
    sent = [say(alice, room, str(number)) for number in range(5)]
    answer = alice.get(messages_of(room), params={"after": sent[1]["id"], "limit": 2}, expect=200)
    target = answer.headers["link"].removeprefix("<").partition(">")[0]
    assert alice.get(target[target.index("/api/") :], expect=200).json()["items"] == [sent[2]]


def test_a_deleted_message_still_works_as_a_bound(alice: Client, bob: Client) -> None:
    room = open_room(alice, bob)
    sent = [say(alice, room, str(number)) for number in range(4)]
    alice.delete(f"/messages/{sent[1]['id']}", expect=204)
    assert all_messages(bob, room, after=sent[1]["id"]) == [sent[3], sent[2]]
    assert all_messages(bob, room, before=sent[1]["id"]) == [sent[0]]


def test_a_new_message_sorts_after_a_deleted_last_message(alice: Client) -> None:
    room = open_room(alice)
    for number in range(10):
        last = say(alice, room)
        alice.delete(f"/messages/{last['id']}", expect=204)
        message = say(alice, room, str(number))
        assert all_messages(alice, room, after=last["id"]) == [message]


def test_the_list_never_contains_messages_of_another_room(alice: Client) -> None:
    room, other = open_room(alice), open_room(alice)
    first = say(alice, room)
    say(alice, other, "elsewhere")
    second = say(alice, room)
    assert all_messages(alice, room) == [second, first]
    assert all_messages(alice, room, after=first["id"]) == [second]


def test_after_a_reconnect_exactly_the_missed_messages_are_fetched(
    alice: Client, bob: Client, listen: Listen
) -> None:
    room = open_room(alice, bob)
    first_call = listen(bob, room)
    say(alice, room, "all_messages live")
    last = first_call.until("message.created").data
    first_call.close()
    missed = [say(alice, room, f"missed {number}") for number in range(5)]
    second_call = listen(bob, room)
    assert all_messages(bob, room, after=last["id"], limit=2) == missed[::-1]
    sent = say(alice, room, "live again")
    assert second_call.until("message.created").data == sent
    second_call.expect_silence()


def test_polling_while_many_users_write_misses_and_repeats_none(alice: Client, sign_up: Any) -> None:
    writers = [sign_up() for _ in range(4)]
    room = open_room(alice, *writers)
    last, seen = say(alice, room, "start"), list[Json]()
    done = threading.Event()

    def poll() -> None:
        nonlocal last
        while True:
            final = done.is_set()
            if news := all_messages(alice, room, after=last["id"], limit=3)[::-1]:
                seen.extend(news)
                last = news[-1]
            if final:
                return

    poller = threading.Thread(target=poll)
    poller.start()
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda n: say(writers[n % 4], room, str(n)), range(60)))
    done.set()
    poller.join(30)
    assert seen == all_messages(alice, room, limit=100)[-2::-1]
    assert sorted(bodies(seen)) == sorted(bodies(sent))


def test_every_subscriber_receives_all_messages_in_the_order_of_the_list(
    alice: Client, bob: Client, sign_up: Any, listen: Listen
) -> None:
    writers = [alice, bob, sign_up(), sign_up()]
    room = open_room(*writers)
    listeners = [listen(user, room) for user in writers for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: say(writers[n % 4], room, str(n)), range(80)))
    listed = all_messages(alice, room, limit=100)[::-1]
    assert len(listed) == 80
    for listener in listeners:
        assert [listener.until("message.created").data for _ in listed] == listed
        listener.expect_silence(0.05)


def test_an_announced_message_can_be_read_immediately(alice: Client, bob: Client, listen: Listen) -> None:
    room = open_room(alice, bob)
    listener = listen(bob, room)
    with ThreadPoolExecutor(1) as pool:
        for number in range(20):
            saying = pool.submit(say, alice, room, str(number))
            message = listener.until("message.created").data
            assert bob.get(f"/messages/{message['id']}", expect=200).json() == message
            assert saying.result() == message
