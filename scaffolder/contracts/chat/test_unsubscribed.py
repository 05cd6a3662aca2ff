"""Its name comes late in the alphabet: the connection is opened with the first test of the chat, and 60 s pass meanwhile."""

from scaffolder.contracts.chat.conftest import Unsubscribed


def test_a_connection_without_subscriptions_is_closed_after_a_minute(
    unsubscribed: Unsubscribed,
) -> None:
    code, seconds = unsubscribed.closed()
    assert code == 4202
    assert seconds >= 59, "a client has a minute"
