from concurrent.futures import ThreadPoolExecutor

from scaffolder.contracts.chat.conftest import Connect
from scaffolder.contracts.chat.conversation import channel_of, open_room, say
from scaffolder.contracts.client import Client

MOST = 100


def test_a_connection_has_at_most_a_hundred_subscriptions(alice: Client, connect: Connect) -> None:
    with ThreadPoolExecutor(4) as pool:
        rooms = list(pool.map(lambda _: open_room(alice), range(MOST + 1)))
    pusher = connect()
    for room in rooms[:MOST]:
        pusher.subscribe(alice, channel_of(room))
    last = channel_of(rooms[MOST])
    pusher.request_subscription(last, pusher.authorization(alice, last))
    refused = pusher.expect("pusher:subscription_error")
    assert (refused.channel, refused.data["status"]) == (last, 429)
    say(alice, rooms[MOST])
    pusher.expect_silence()

    pusher.subscribe(alice, channel_of(rooms[0]))
    pusher.send("pusher:unsubscribe", data={"channel": channel_of(rooms[0])})
    pusher.subscribe(alice, last)
