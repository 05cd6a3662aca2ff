"""Signing out ends the connections of the session, although its access token is still valid for a while."""

from scaffolder.contracts.chat.conftest import Connect, Listen
from scaffolder.contracts.chat.conversation import channel_of, open_room, say
from scaffolder.contracts.client import Client
from scaffolder.contracts.problem_details.wire import ProblemDetails

AT_MOST = 60


def log_out(user: Client) -> None:
    user.post("/auth/logout", json={"refresh_token": user.account.answer["refresh_token"]}, expect=204)


def sign_in_again(user: Client, api: Client, wire: ProblemDetails) -> Client:
    answer = wire.sign_in(api, user.email, user.password, expect=200).json()
    return wire.signed_in(api, wire.account(answer, password=user.password))


def test_signing_out_ends_the_connections_of_the_session(
    alice: Client, bob: Client, api: Client, wire: ProblemDetails, connect: Connect, listen: Listen
) -> None:
    room = open_room(alice, bob, private=True)
    own = f"private-user-{bob.user['id']}"
    elsewhere = sign_in_again(bob, api, wire)
    in_room, on_lists, on_own = (
        listen(bob, room),
        connect().follow(bob, "private-rooms"),
        connect().follow(bob, own),
    )
    stays = listen(elsewhere, room).follow(elsewhere, own)
    api.post("/auth/refresh", json={"refresh_token": elsewhere.account.answer["refresh_token"]}, expect=200)
    log_out(bob)
    for listener in (in_room, on_lists, on_own):
        listener.expect_close(4009, timeout=AT_MOST)
    sent = say(alice, room)
    assert stays.until("message.created").data == sent


def test_a_user_who_signed_out_cannot_subscribe_again(alice: Client, bob: Client, connect: Connect) -> None:
    room = open_room(alice, bob, private=True)
    channels = [channel_of(room), "private-rooms", f"private-user-{bob.user['id']}"]
    early, late = connect(), connect()
    signed = {channel: early.authorization(bob, channel) for channel in channels}
    log_out(bob)
    for channel in channels:
        early.request_subscription(channel, signed[channel])
        assert early.expect("pusher:subscription_error").data["status"] in (401, 403)
        asked = {"socket_id": late.socket_id, "channel_name": channel}
        answer = bob.post("/broadcasting/auth", json=asked)
        if answer.status_code == 200:
            late.request_subscription(channel, answer.json())
            assert late.expect("pusher:subscription_error").data["status"] in (401, 403)
        else:
            assert answer.status_code in (401, 403)
    say(alice, room)
    early.expect_silence()
    late.expect_silence()
