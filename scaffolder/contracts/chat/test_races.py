"""Concurrent changes of a message."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from scaffolder.contracts.chat.conftest import Listen
from scaffolder.contracts.chat.conversation import Json, all_messages, open_room, say
from scaffolder.contracts.chat.pusher import Pusher
from scaffolder.contracts.client import Client

EDITS, MESSAGES = 4, 12


def test_a_message_that_is_concurrently_edited_and_deleted_stays_deleted(
    alice: Client, listen: Listen
) -> None:
    """An edit may have to wait, and in the meantime the message may be deleted."""
    room = open_room(alice)
    pusher = listen(alice, room)
    for _ in range(MESSAGES):
        message = say(alice, room)
        edits = edit_and_delete(alice, message)
        assert set(edits) <= {200, 404}
        events = events_about(pusher, message, until=say(alice, room, "The last one"))
        assert events == ["message.created", *["message.updated"] * edits.count(200), "message.deleted"]
        assert message["id"] not in [each["id"] for each in all_messages(alice, room, limit=100)]


def edit_and_delete(author: Client, message: Json) -> list[int]:
    """The statuses of the edits; the deletion has to succeed."""
    path, start = f"/messages/{message['id']}", Barrier(EDITS + 1)

    def edit(number: int) -> int:
        start.wait()
        return author.patch(path, json={"body": f"Edit {number}"}).status_code

    def delete() -> None:
        start.wait()
        author.delete(path, expect=204)

    with ThreadPoolExecutor(EDITS + 1) as pool:
        deletion = pool.submit(delete)
        statuses = list(pool.map(edit, range(EDITS)))
        deletion.result()
    return statuses


def events_about(pusher: Pusher, message: Json, *, until: Json) -> list[str]:
    """The events about one message, until the first one about `until`."""
    found = []
    while (event := pusher.receive()).data["id"] != until["id"]:
        if event.data["id"] == message["id"]:
            found.append(event.name)
    return found
